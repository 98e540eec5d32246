package io.github.vaegraph.graph;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;

/** The few functions of the C library that the JDK does not offer; not for Windows. */
interface CLibrary extends Library {
  /** Loads it, or gives what was loaded. */
  static CLibrary load() {
    return Native.load(Platform.C_LIBRARY_NAME, CLibrary.class);
  }

  int setenv(String name, String value, int overwrite);

  int pipe(int[] ends);

  int dup(int descriptor);

  int dup2(int from, int to);

  NativeLong read(int descriptor, byte[] into, NativeLong count);

  NativeLong write(int descriptor, byte[] from, NativeLong count);

  int close(int descriptor);
}
