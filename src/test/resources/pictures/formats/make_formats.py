"""Makes the pictures beside it from skimage's chelsea.png (CC0): one small picture in each format
and variant that the gateway decodes, and damaged ones. Run: python make_formats.py chelsea.png
(Pillow 12.0)"""

import struct
import sys
import zlib

from PIL import Image

SIZE = (96, 64)
picture = Image.open(sys.argv[1]).convert("RGB").resize(SIZE, Image.LANCZOS)


def save(name, image=picture, **options):
    image.save(name, **options)


save("baseline.jpg", quality=92)
save("progressive.jpg", quality=92, progressive=True)
save("grey.jpg", picture.convert("L"), quality=92)
save("cmyk.jpg", picture.convert("CMYK"), quality=92)
save("rgb.png")
save("grey.png", picture.convert("L"))
save("palette.png", picture.quantize(64))
alpha = picture.copy()
alpha.putalpha(200)
save("alpha.png", alpha)
grey16 = picture.convert("L").convert("I").point(lambda v: v * 257)
save("grey16.png", grey16.convert("I;16"))
save("lossy.webp", quality=90)
save("lossless.webp", lossless=True)
save("alpha.webp", alpha, lossless=True)
save("colour.bmp")
save("palette.bmp", picture.quantize(64))
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    save(f"orientation-{orientation}.jpg", quality=92, exif=exif)
exif = Image.Exif()
exif[0x0112] = 6
save("orientation-6.png", exif=exif)
save("orientation-6.webp", lossless=True, exif=exif)
frames = [picture, picture.transpose(Image.FLIP_LEFT_RIGHT)]
frames[0].save("animated.webp", save_all=True, append_images=frames[1:], duration=100)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


# 2.7 GB of pixels in a few KB: honest zlib data of one row repeated would be larger, so cut it.
header = struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)
rows = zlib.compress(bytes(1 << 21), 9)
with open("bomb.png", "wb") as out:
    out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
data = bytearray(open("rgb.png", "rb").read())
data[data.index(b"IDAT") + 40] ^= 0xFF
open("wrong-crc.png", "wb").write(data)
data = open("baseline.jpg", "rb").read()
open("truncated.jpg", "wb").write(data[: len(data) * 2 // 3])
data = open("progressive.jpg", "rb").read()
open("truncated-progressive.jpg", "wb").write(data[: len(data) * 2 // 3])
for name in ["rgb.png", "lossy.webp", "colour.bmp"]:
    data = open(name, "rb").read()
    open("truncated-" + name, "wb").write(data[: len(data) * 2 // 3])
save("one-pixel.png", picture.crop((0, 0, 1, 1)))
