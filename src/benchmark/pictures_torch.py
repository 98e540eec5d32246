"""A folder of pictures through PyTorch's DataLoader with two workers: pictures_torch.py FOLDER EPOCHS

Cut to the centre's 148x148 and resized to 64x64, in batches of 100, as src/check/streaming.sh reads them.
"""

import os
import sys
import time

from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms

PER_BATCH = 100
WORKERS = 2


class Pictures(Dataset):
    def __init__(self, folder):
        self.files = [os.path.join(folder, name) for name in sorted(os.listdir(folder))]
        self.transform = transforms.Compose(
            [transforms.CenterCrop(148), transforms.Resize(64), transforms.PILToTensor()]
        )

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        return self.transform(Image.open(self.files[index]).convert("RGB"))


if __name__ == "__main__":
    pictures = Pictures(sys.argv[1])
    loader = DataLoader(pictures, PER_BATCH, shuffle=True, num_workers=WORKERS)
    for epoch in range(int(sys.argv[2])):
        start = time.perf_counter()
        busy = sum(os.times()[:4])
        images = sum(len(batch) for batch in loader)
        seconds = time.perf_counter() - start
        cores = (sum(os.times()[:4]) - busy) / seconds
        print(
            f"epoch {epoch + 1}: {seconds:.1f} s, {images / seconds:.0f} images/s,"
            f" {100 * cores / os.cpu_count():.0f}% of {os.cpu_count()} cores"
        )
