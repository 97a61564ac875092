/**
 * Answers as files of other programs' forms. Pure: `{name, answer, scale}` in, with how many pixels of the picture make one of the
 * answer; a file's name, type and content out. CSV and COCO have the fields that `retinagate upload` writes; pictures that failed are
 * `{name, problem}`, and only JSON has them.
 */

import { zip } from './zip.js';

const CSV_FIELDS = ['name', 'label', 'classId', 'score', 'x', 'y', 'width', 'height'];

/** By the value of the page's choice. */
export const FORMATS = {
  json: (pictures) => ['detections.json', 'application/json', json(pictures.map((one) => (one.answer ? enlarged(one) : one)))],
  csv: (pictures) => ['detections.csv', 'text/csv', csv(answered(pictures).map(enlarged))],
  coco: (pictures) => ['detections-coco.json', 'application/json', JSON.stringify(coco(answered(pictures).map(enlarged)))],
  yolo: (pictures) => ['detections-yolo.zip', 'application/zip', zip(yolo(answered(pictures)))],
};

const answered = (pictures) => pictures.filter(({ answer }) => answer);

/** An answer to a picture that was sent smaller, in pixels of the picture. */
function enlarged({ name, answer, scale }) {
  if (scale === 1) {
    return { name, answer };
  }
  const image = { width: Math.round(answer.image.width * scale), height: Math.round(answer.image.height * scale) };
  const grown = (box) => Object.fromEntries(Object.entries(box).map(([side, value]) => [side, value * scale]));
  return { name, answer: { ...answer, image, detections: answer.detections.map((one) => ({ ...one, box: grown(one.box) })) } };
}

const json = (pictures) => JSON.stringify(pictures.map(({ name, answer, problem }) => ({ name, ...answer, problem })), null, 2);

function csv(pictures) {
  const rows = pictures.flatMap(({ name, answer: { detections } }) =>
    detections.length === 0
      ? [[name]]
      : detections.map(({ label, classId, score, box }) => [name, label, classId, score, box.x, box.y, box.width, box.height]));
  return [CSV_FIELDS, ...rows]
    .map((row) => CSV_FIELDS.map((_, i) => field(row[i] ?? '')).join(','))
    .join('\n') + '\n';
}

/** RFC 4180. A spreadsheet takes what begins like a formula for one: an apostrophe makes it text. */
function field(value) {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function coco(pictures) {
  const categories = new Map();
  const annotations = [];
  pictures.forEach(({ answer }, i) => {
    for (const { label, classId, score, box } of answer.detections) {
      categories.set(classId + 1, label);
      annotations.push({
        id: annotations.length + 1,
        image_id: i + 1,
        category_id: classId + 1,
        bbox: [box.x, box.y, box.width, box.height],
        area: box.width * box.height,
        iscrowd: 0,
        score,
      });
    }
  });
  return {
    images: pictures.map(({ name, answer: { image } }, i) => ({ id: i + 1, file_name: name, width: image.width, height: image.height })),
    annotations,
    categories: [...categories].sort(([a], [b]) => a - b).map(([id, name]) => ({ id, name })),
  };
}

/** A text a picture: class and box in shares of the picture, from its middle; and what the classes are called. */
function yolo(pictures) {
  const names = new Map();
  const taken = new Set();
  const files = pictures.map(({ name, answer: { detections, image } }) => {
    const lines = detections.map(({ label, classId, box }) => {
      names.set(classId, label);
      const shares = [
        (box.x + box.width / 2) / image.width,
        (box.y + box.height / 2) / image.height,
        box.width / image.width,
        box.height / image.height,
      ];
      return `${classId} ${shares.map((share) => share.toFixed(6)).join(' ')}\n`;
    });
    return { name: `labels/${unique(name.replace(/\.[^.]*$/, ''), taken)}.txt`, text: lines.join('') };
  });
  const list = [...names].sort(([a], [b]) => a - b).map(([id, label]) => `  ${id}: ${JSON.stringify(label)}\n`);
  return [...files, { name: 'data.yaml', text: `names:\n${list.join('')}` }];
}

function unique(name, taken) {
  const safe = name.replace(/[/\\]/g, '_');
  let candidate = safe;
  for (let i = 2; taken.has(candidate); i++) {
    candidate = `${safe}-${i}`;
  }
  taken.add(candidate);
  return candidate;
}
