#!/bin/sh
# Copies the fonts of the papers and of the window into assets/fonts/ from the Debian packages
# fonts-noto-cjk and fonts-hanazono, each checked against its pinned digest (Debian 12). Can be
# repeated. A packaged build wants --check, which takes the pinned files alone.
#
#   scripts/fonts.sh            copies what is missing or different
#   scripts/fonts.sh --check    copies nothing; fails where something is missing or different
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
target="$here/assets/fonts"
sources="/usr/share/fonts/opentype/noto /usr/share/fonts/truetype/hanazono"

# sha256  file  Debian package and the version the digest was taken from
fonts="
a04178ec485dffdff7cc0c0c20e1fce9202d7e2160d805e8e44a4c8841c58481 NotoSerifCJK-Regular.ttc fonts-noto-cjk
a5d4b046c127da3d7c72f98b46c41489cd29bf52abfdf18aba920903e920d4ac NotoSerifCJK-Bold.ttc fonts-noto-cjk
b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a NotoSansCJK-Regular.ttc fonts-noto-cjk
829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c HanaMinB.ttf fonts-hanazono
7ca87559414474848fc513a8d8eb42d5b0f8194c30c2abdfbfedff5398ec88d7 HanaMinA.ttf fonts-hanazono
"

digest() {
    sha256sum "$1" | cut -d ' ' -f 1
}

mode=${1:-copy}
case "$mode" in
copy | --check) ;;
*)
    echo "用法：scripts/fonts.sh [--check]" >&2
    exit 2
    ;;
esac

mkdir -p "$target"
bad=0
copied=0
echo "$fonts" | while read -r want file package; do
    [ -n "$want" ] || continue
    if [ -f "$target/$file" ] && [ "$(digest "$target/$file")" = "$want" ]; then
        continue
    fi
    if [ "$mode" = "--check" ]; then
        if [ -f "$target/$file" ]; then
            echo "字体 assets/fonts/$file 与登记的摘要不符，请运行 scripts/fonts.sh 重新取得。" >&2
        else
            echo "缺少字体 assets/fonts/$file，请运行 scripts/fonts.sh 取得。" >&2
        fi
        echo bad
        continue
    fi
    found=""
    for folder in $sources; do
        if [ -f "$folder/$file" ]; then
            found="$folder/$file"
        fi
    done
    if [ -z "$found" ]; then
        echo "系统里没有字体 $file，请先安装：apt-get install --no-install-recommends $package" >&2
        echo bad
        continue
    fi
    if [ "$(digest "$found")" != "$want" ]; then
        # Another release of the distribution ships another build: good to work with (coverage is
        # checked before each page), but the pages are not those of the golden tests.
        echo "提示：系统里的字体 $found 与登记的摘要不符（软件包 $package 的版本不同），照用；印出的页面与基准页不会逐字节相同。" >&2
        cmp -s "$found" "$target/$file" && continue
    fi
    cp "$found" "$target/$file.part"
    mv "$target/$file.part" "$target/$file"
    echo copied
done >"$target/.outcome"

bad=$(grep -c '^bad$' "$target/.outcome" || true)
copied=$(grep -c '^copied$' "$target/.outcome" || true)
rm -f "$target/.outcome"
if [ "$bad" -gt 0 ]; then
    exit 1
fi
echo "字体齐全（5 个文件，本次复制 $copied 个）：assets/fonts/"
