@echo off
rem Starts VaeGraph; builds it first when there is no build or sources have changed since.
setlocal
set "root=%~dp0"
set "jar=%root%target\vae.jar"
set "stamp=%root%target\.vae-built"

if not "%root:;=%"=="%root%" (
  echo vae: "%root%": Java's class path holds no folder with a semicolon in its name; move this repository 1>&2
  exit /b 2
)

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
where "%java%" >nul 2>&1 || if not exist "%java%.exe" (
  echo vae: expected a JDK 17 or newer, found no "%java%"; install one, or set JAVA_HOME 1>&2
  exit /b 2
)

rem PowerShell reads the paths from the environment: quotes in them would end its strings.
powershell -NoProfile -Command "$s = Get-Item -ErrorAction SilentlyContinue -LiteralPath $env:stamp; if (-not $s -or -not (Test-Path -LiteralPath $env:jar)) { exit 1 }; $n = @(Get-Item -LiteralPath ($env:root + 'pom.xml')) + @(Get-ChildItem -Recurse -LiteralPath ($env:root + 'src\main')) | Where-Object { $_.LastWriteTime -gt $s.LastWriteTime }; if ($n) { exit 1 }"
if errorlevel 1 (
  where mvn >nul 2>&1 || (
    echo vae: expected Maven 3.8 or newer for the first build, found no mvn; install it 1>&2
    exit /b 2
  )
  echo vae: building ^(the first time, TensorFlow's library of about 160 MB is downloaded^) 1>&2
  if not exist "%root%target" mkdir "%root%target"
  type nul > "%stamp%.new"
  call mvn -q -B -f "%root%pom.xml" -DskipTests package 1>&2 || (
    echo vae: the build failed; its messages stand above 1>&2
    exit /b 2
  )
  copy /y "%root%target\vaegraph.jar" "%jar%.new" >nul && move /y "%jar%.new" "%jar%" >nul || (
    echo vae: "%jar%" cannot be replaced; end the vae that runs, and try again 1>&2
    exit /b 2
  )
  move /y "%stamp%.new" "%stamp%" >nul
)

rem TensorFlow's banners are silenced and oneDNN's kernels asked for before the JVM starts: inside it,
rem Windows offers no way.
if not defined TF_CPP_MIN_LOG_LEVEL set "TF_CPP_MIN_LOG_LEVEL=2"
if not defined TF_ENABLE_ONEDNN_OPTS set "TF_ENABLE_ONEDNN_OPTS=1"
rem The class path is longer than a command line may be.
set "arguments=%root%target\vae-arguments.txt"
powershell -NoProfile -Command "$cp = $env:jar + ';' + (Get-Content -Raw -LiteralPath ($env:root + 'target\classpath.txt')).Trim(); '-cp \"' + $cp.Replace('\', '\\') + '\"' | Set-Content -Encoding default -LiteralPath $env:arguments"
"%java%" --enable-native-access=ALL-UNNAMED -Dsun.misc.unsafe.memory.access=allow -XX:+UseSerialGC -Xmn16m "-Dvae.home=%root:~0,-1%" "@%arguments%" io.github.vaegraph.cli.Main %*
exit /b %errorlevel%
