/** A ZIP archive of texts, stored as they are (PKWARE's APPNOTE, 4.3 to 4.5): small enough not to need a library. */

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const VERSION = 20;
const UTF8_NAMES = 1 << 11;
/** 1 January 1980, the format's first day: the same answers give the same file. */
const DATE = (1 << 5) | 1;

/** @param files `{name, text}` each. @returns {Uint8Array} */
export function zip(files) {
  const encoder = new TextEncoder();
  const locals = [];
  const entries = [];
  let offset = 0;
  for (const { name, text } of files) {
    const [path, data] = [encoder.encode(name), encoder.encode(text)];
    const common = [[2, VERSION], [2, UTF8_NAMES], [2, 0], [2, 0], [2, DATE], [4, crc32(data)], [4, data.length], [4, data.length], [2, path.length], [2, 0]];
    const local = bytes([[4, LOCAL_HEADER], ...common]);
    locals.push(local, path, data);
    entries.push(bytes([[4, CENTRAL_HEADER], [2, VERSION], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), path);
    offset += local.length + path.length + data.length;
  }
  const size = entries.reduce((sum, part) => sum + part.length, 0);
  const end = bytes([[4, END_OF_DIRECTORY], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, offset], [2, 0]]);
  return joined([...locals, ...entries, end]);
}

/** Little-endian numbers, each with its number of bytes. */
function bytes(fields) {
  return new Uint8Array(fields.flatMap(([length, value]) => Array.from({ length }, (_, i) => (value >>> (8 * i)) & 0xff)));
}

function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function crc32(data) {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
}
