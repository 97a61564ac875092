/** What the first bytes of a file tell of a picture: its format, and its pixels as they are stored. Pure. */

/** Enough for a JPEG's previews and colour profile, which come before its size. */
export const HEADER_BYTES = 256 * 1024;

/** Formats by the bytes that each file of theirs has at these places. */
const SIGNATURES = [
  ['JPEG', [[0, '\xff\xd8']]],
  ['PNG', [[0, '\x89PNG\r\n\x1a\n']]],
  ['WebP', [[0, 'RIFF'], [8, 'WEBP']]],
  ['BMP', [[0, 'BM']]],
  ['GIF', [[0, 'GIF8']]],
  ['AVIF', [[4, 'ftypavi']]],
  ['HEIC', [[4, 'ftyphe']]],
  ['HEIC', [[4, 'ftypmif']]],
  ['JPEG XL', [[0, '\xff\x0a']]],
  ['JPEG XL', [[4, 'JXL ']]],
  ['TIFF', [[0, 'II*\0']]],
  ['TIFF', [[0, 'MM\0*']]],
  ['SVG', [[0, '<svg']]],
  ['PDF', [[0, '%PDF']]],
];

const SIZES = { JPEG: jpegSize, PNG: pngSize, WebP: webpSize, BMP: bmpSize };

/**
 * @param {ArrayBuffer} buffer the first `HEADER_BYTES` of a file, or all of a shorter one
 * @returns {{format: string | null, width: number | null, height: number | null}} null for what these bytes do not tell
 */
export function headerOf(buffer) {
  const bytes = new Uint8Array(buffer);
  const has = ([at, text]) => textAt(bytes, at, text.length) === text;
  const format = SIGNATURES.find(([, marks]) => marks.every(has))?.[0] ?? null;
  let size = null;
  try {
    size = SIZES[format]?.(new DataView(buffer), bytes) ?? null;
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    // The file ends within its header.
  }
  return { format, width: size?.[0] ?? null, height: size?.[1] ?? null };
}

const textAt = (bytes, at, length) => String.fromCharCode(...bytes.subarray(at, at + length));

/** The chunk IHDR comes first (PNG, section 11.2.1). */
function pngSize(view) {
  return [view.getUint32(16), view.getUint32(20)];
}

function bmpSize(view) {
  const OS2_HEADER = 12;
  return view.getUint32(14, true) === OS2_HEADER
    ? [view.getUint16(18, true), view.getUint16(20, true)]
    // A negative height means that the rows go from top to bottom.
    : [view.getInt32(18, true), Math.abs(view.getInt32(22, true))];
}

/** RFC 9649, section 2: of the canvas, else of the only frame. */
function webpSize(view, bytes) {
  const SIDE_OF_VP8 = 0x3fff;
  switch (textAt(bytes, 12, 4)) {
    case 'VP8X':
      return [24, 27].map((at) => 1 + view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000);
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return [1 + (bits & SIDE_OF_VP8), 1 + ((bits >>> 14) & SIDE_OF_VP8)];
    }
    case 'VP8 ':
      return [26, 28].map((at) => view.getUint16(at, true) & SIDE_OF_VP8);
    default:
      return null;
  }
}

/** Goes from segment to segment up to the frame header (ITU T.81, B.1.1.3). */
function jpegSize(view) {
  const NO_FRAMES = new Set([0xc4, 0xc8, 0xcc]);
  const START_OF_SCAN = 0xda;
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) {
      return null;
    }
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      // Fill bytes may stand before a marker.
      at += 1;
    } else if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.has(marker)) {
      return [view.getUint16(at + 7), view.getUint16(at + 5)];
    } else if (marker === START_OF_SCAN) {
      return null;
    } else {
      at += 2 + view.getUint16(at + 2);
    }
  }
}
