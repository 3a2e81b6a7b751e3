"""Pictures with few colours, which are a third as large as those that a browser takes."""

from __future__ import annotations

import base64
import struct
import zlib

from playwright.sync_api import Browser

_REDUCE = """async (address) => {
  const picture = await createImageBitmap(await (await fetch(address)).blob());
  const { width, height } = picture;
  const pen = new OffscreenCanvas(width, height).getContext("2d");
  pen.drawImage(picture, 0, 0);
  const bytes = pen.getImageData(0, 0, width, height).data;
  const colour = (at) => (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
  const counts = new Map();
  for (let at = 0; at < bytes.length; at += 4) counts.set(colour(at), (counts.get(colour(at)) ?? 0) + 1);
  const palette = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b).slice(0, 256);
  const parts = (value) => [value >> 16, (value >> 8) & 255, value & 255];
  const nearest = new Map(palette.map((value, index) => [value, index]));
  for (const value of counts.keys()) {
    if (nearest.has(value)) continue;
    const [r, g, b] = parts(value);
    let [best, least] = [0, Infinity];
    palette.forEach((other, index) => {
      const [x, y, z] = parts(other);
      const far = (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2;
      if (far < least) [best, least] = [index, far];
    });
    nearest.set(value, best);
  }
  let indices = "";
  for (let at = 0; at < bytes.length; at += 4) indices += String.fromCharCode(nearest.get(colour(at)));
  return { width, height, palette: palette.map(parts), indices: btoa(indices) };
}"""


def reduced(png: bytes, browser: Browser) -> bytes:
    """Return a picture with its 256 most frequent colours, others as the nearest of these."""
    page = browser.new_page()
    found = page.evaluate(_REDUCE, f"data:image/png;base64,{base64.b64encode(png).decode()}")
    page.close()
    width, height = found["width"], found["height"]
    indices = base64.b64decode(found["indices"])
    lines = b"".join(b"\0" + indices[at : at + width] for at in range(0, width * height, width))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    palette = bytes(part for colour in found["palette"] for part in colour)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
