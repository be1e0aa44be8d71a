import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import sharp from 'sharp';

const references = fileURLToPath(new URL('../looks/', import.meta.url));
/** Where a picture that is not as it was is left, with what differs in red. */
const left = fileURLToPath(new URL('../../.cache/looks/', import.meta.url));

/**
 * How much two colours may differ (0: not at all, 1: as black and white), so that letters which another machine smooths otherwise are
 * taken as the same.
 */
const tolerance = 0.1;
/** In no square of so many pixels across may more than {@link mostPixels} differ: the label of an axis, halved, is seven. */
const square = 24;
const mostPixels = 5;

interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

async function pixelsOf(picture: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** A picture as it is kept: of so many pixels across at most, and of 256 colours. */
function asKept(shot: Buffer, width: number): Promise<Buffer> {
  return sharp(shot)
    .resize({ width, withoutEnlargement: true })
    .png({ palette: true, quality: 95, effort: 10 })
    .toBuffer();
}

/** How two pictures differ: null where they do not; in words, with the difference as a picture, where they do. */
async function difference(
  before: Buffer,
  now: Buffer,
): Promise<{ words: string; picture: Buffer | null } | null> {
  const [a, b] = [await pixelsOf(before), await pixelsOf(now)];
  const { width, height } = a;
  if (width !== b.width || height !== b.height) {
    const size = ({ width: w, height: h }: Pixels): string => `${String(w)} × ${String(h)}`;
    return { words: `is of ${size(b)} pixels, was of ${size(a)}`, picture: null };
  }
  const options = { threshold: tolerance, windowSize: square };
  const most = pixelmatch(a.data, b.data, null, width, height, options);
  if (most <= mostPixels) return null;
  const drawn = Buffer.alloc(a.data.length);
  const all = pixelmatch(a.data, b.data, drawn, width, height, { threshold: tolerance });
  const picture = await sharp(drawn, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  return { words: `differs in ${String(all)} pixels, ${String(most)} of them close together`, picture };
}

/** Keeps a picture as the one to which later ones are compared. */
export async function keepLook(name: string, shot: Buffer, width: number): Promise<void> {
  mkdirSync(references, { recursive: true });
  writeFileSync(join(references, `${name}.png`), await asKept(shot, width));
}

/**
 * What is not as it was in a picture; null where all is. What differs is left in `.cache/looks`.
 * @param width how wide it is kept, px
 */
export async function changed(name: string, shot: Buffer, width: number): Promise<string | null> {
  let before: Buffer;
  try {
    before = readFileSync(join(references, `${name}.png`));
  } catch {
    return `there is no ${name} yet: npm run looks`;
  }
  const now = await asKept(shot, width);
  const found = await difference(before, now);
  if (found === null) return null;
  mkdirSync(left, { recursive: true });
  writeFileSync(join(left, `${name}.png`), now);
  if (found.picture !== null) writeFileSync(join(left, `${name}-difference.png`), found.picture);
  return `${name} ${found.words}; see ${left}. Where that is meant: npm run looks -- ${name}`;
}
