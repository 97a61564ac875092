/**
 * WebP pictures that EXIF says to turn: some browsers show them as they are stored, the server turns them. What is shown is turned
 * here, so that the boxes fit.
 */

const CHUNK_HEADER = 8;
const RIFF_HEADER = 12;
const ORIENTATION = 0x0112;
/** By orientation: what `setTransform` takes for a picture of width w and height h. */
const TRANSFORMS = {
  2: (w) => [-1, 0, 0, 1, w, 0],
  3: (w, h) => [-1, 0, 0, -1, w, h],
  4: (w, h) => [1, 0, 0, -1, 0, h],
  5: () => [0, 1, 1, 0, 0, 0],
  6: (w, h) => [0, 1, -1, 0, h, 0],
  7: (w, h) => [0, -1, -1, 0, h, w],
  8: (w) => [0, -1, 1, 0, 0, w],
};

/** @returns {Promise<Blob>} what every browser shows upright: the file itself, or a redrawn one */
export async function upright(file) {
  const transform = TRANSFORMS[orientation(new Uint8Array(await file.arrayBuffer()))];
  if (!transform) {
    return file;
  }
  const bitmap = await createImageBitmap(file, { imageOrientation: 'none' });
  const { width, height } = bitmap;
  const turned = transform(width, height);
  const canvas = document.createElement('canvas');
  // Where x does not go into x, the sides change places.
  [canvas.width, canvas.height] = turned[0] === 0 ? [height, width] : [width, height];
  const context = canvas.getContext('2d');
  context.setTransform(...turned);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), 'image/png'));
}

/** The orientation in the file's EXIF (TIFF 6.0, section 2), or null. */
function orientation(bytes) {
  const view = new DataView(bytes.buffer);
  for (let at = RIFF_HEADER; at + CHUNK_HEADER <= bytes.length;) {
    const length = view.getUint32(at + 4, true);
    if (String.fromCharCode(...bytes.subarray(at, at + 4)) === 'EXIF') {
      return inTiff(bytes, view, at + CHUNK_HEADER, Math.min(bytes.length, at + CHUNK_HEADER + length));
    }
    at += CHUNK_HEADER + length + (length % 2);
  }
  return null;
}

function inTiff(bytes, view, from, end) {
  // Some writers keep the prefix that JPEG wants.
  const tiff = String.fromCharCode(...bytes.subarray(from, from + 4)) === 'Exif' ? from + 6 : from;
  if (tiff + 8 > end) {
    return null;
  }
  const littleEndian = bytes[tiff] === 0x49;
  const directory = tiff + view.getUint32(tiff + 4, littleEndian);
  if (directory + 2 > end) {
    return null;
  }
  const entries = view.getUint16(directory, littleEndian);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + 12 * i;
    if (entry + 12 > end) {
      return null;
    }
    if (view.getUint16(entry, littleEndian) === ORIENTATION) {
      return view.getUint16(entry + 8, littleEndian);
    }
  }
  return null;
}
