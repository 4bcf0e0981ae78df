#!/usr/bin/env bash
# Make dist/lianluozhan_VERSION_ARCH.deb of the bundle in dist/lianluozhan.
set -euo pipefail
cd "$(dirname "$0")/.."

[ -x dist/lianluozhan/lianluozhan ] || { echo "Build the bundle first: see installer/README.md" >&2; exit 1; }
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
architecture=$(dpkg --print-architecture)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
chmod 755 "$tree"

install -d "$tree"/{DEBIAN,opt,usr/bin,usr/share/applications,usr/share/icons/hicolor/256x256/apps,usr/share/doc/lianluozhan}
cp -r dist/lianluozhan "$tree/opt/lianluozhan"
ln -s /opt/lianluozhan/lianluozhan "$tree/usr/bin/lianluozhan"
install -m 644 resources/icons/app.png "$tree/usr/share/icons/hicolor/256x256/apps/lianluozhan.png"
install -m 644 NOTICE "$tree/usr/share/doc/lianluozhan/copyright"
cat >"$tree/usr/share/applications/lianluozhan.desktop" <<DESKTOP
[Desktop Entry]
Type=Application
Name=联络站
Comment=人大工作联络站办公程序
Exec=/opt/lianluozhan/lianluozhan
Icon=lianluozhan
Categories=Office;
Terminal=false
DESKTOP
cat >"$tree/DEBIAN/control" <<CONTROL
Package: lianluozhan
Version: $version
Architecture: $architecture
Maintainer: lianluozhan maintainers <lianluozhan@example.org>
Installed-Size: $(du -sk "$tree/opt" | cut -f1)
Depends: libc6, libgl1, libegl1, libfontconfig1, libdbus-1-3, libxkbcommon0
Recommends: libxcb-cursor0
Section: misc
Priority: optional
Description: office program of a people's-congress liaison station
 联络站：人大工作联络站用的单机办公程序，登记、办理、打印、备份，不连网。
CONTROL
chmod -R u=rwX,go=rX "$tree"
# gzip: zstd is unknown to the dpkg of older systems, xz takes many minutes
dpkg-deb --root-owner-group -Zgzip --build "$tree" "dist/lianluozhan_${version}_${architecture}.deb"
