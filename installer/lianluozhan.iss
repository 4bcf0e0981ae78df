; Set-up program for Windows 10 and 11, for Inno Setup 6. Never tried on Windows so far: see README.md.
; Build the bundle first (dist\lianluozhan), then:  iscc installer\lianluozhan.iss

#define Version "0.1.0"

[Setup]
AppId={{6E1B7C9E-3C52-4B0A-9B7E-5D0C1F8E2A41}
AppName=联络站
AppVersion={#Version}
AppVerName=联络站 {#Version}
DefaultDirName={autopf}\lianluozhan
DefaultGroupName=联络站
DisableProgramGroupPage=yes
; a clerk without administrator rights installs it for himself
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\LICENSE
OutputDir=..\dist
OutputBaseFilename=lianluozhan-{#Version}-windows-x64
Compression=lzma2
SolidCompression=yes
CloseApplications=yes
UninstallDisplayName=联络站

[Languages]
; ChineseSimplified.isl comes with newer Inno Setup; with an older one put the file beside the others
Name: "zh"; MessagesFile: "compiler:Languages\ChineseSimplified.isl"

[Files]
Source: "..\dist\lianluozhan\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
; nothing of an older version is left among the new files
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\联络站"; Filename: "{app}\lianluozhan.exe"
Name: "{autodesktop}\联络站"; Filename: "{app}\lianluozhan.exe"; Tasks: desktop

[Tasks]
Name: "desktop"; Description: "在桌面上放一个图标"

[Run]
Filename: "{app}\lianluozhan.exe"; Description: "打开联络站"; Flags: nowait postinstall skipifsilent

; The station's data lie in the person's own folder and are never touched, neither by an upgrade nor by removal.
