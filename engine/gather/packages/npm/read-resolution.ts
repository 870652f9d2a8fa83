import { Buffer } from 'node:buffer';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap } from '../../../model/reading.ts';
import { isWord } from '../is-word.ts';
import { listAt, readJson, textAt, toJsonMap } from '../json-object.ts';

const unit = 'gather/packages/npm';
const [quote, backslash, lineFeed] = [0x27, 0x5c, 0x0a];
/** An archive; those in the cache of the project itself are read where they lie. */
const archive = /\.zip\/node_modules\//;
const ownCache = /^\.\/\.yarn\/(?:__virtual__\/[^/]+\/0\/)?cache\//;
/** `npm:1.0.0`, `npm:@scope/name@1.0.0` for one under another name, `patch:…::version=1.0.0&hash=…`; `virtual:…#` may stand before each. */
const fromRegistry = /(?:^|#)npm:(?:((?:@[^/@]+\/)?[^/@]+)@)?([^@#]+)$/;
const patched = /(?:^|#)patch:.*::(?:.*&)?version=([^&]+)/;

/**
 * The packages that Yarn's Plug'n'Play lets a program load from archives outside of the project: with Yarn 4 that is where they lie unless
 * somebody chose otherwise.
 *
 * in      `.pnp.cjs`, as Yarn 4 writes it, or `.pnp.data.json`
 * out     nothing of a `.pnp.cjs` without data of its own: older ones lead to archives of the project, newer ones to the JSON beside
 * gaps    json-unreadable, incomplete-record
 * source  Yarn 4 documentation, "PnP Specification"
 */
export function* readResolution(path: string, bytes: Uint8Array): Generator<Package | Gap> {
  const data = path.endsWith('.json') ? bytes : dataOf(bytes);
  if (!data) return;
  const state = toJsonMap(readJson(data)?.value);
  if (!state) {
    yield { code: 'json-unreadable', unit, path, detail: 'what it says of packages is no JSON object' };
    return;
  }
  for (const entry of listAt(state, 'packageRegistryData')) yield* readEntry(path, entry);
}

/** The text between quotes, in which line ends, quotes and backslashes have a backslash before them. */
function dataOf(script: Uint8Array): Uint8Array | undefined {
  const bytes = Buffer.from(script.buffer, script.byteOffset, script.length);
  const mark = bytes.indexOf('RAW_RUNTIME_STATE =');
  const start = mark < 0 ? -1 : bytes.indexOf(quote, mark);
  if (start < 0) return undefined;
  const data = new Uint8Array(bytes.length - start);
  let length = 0;
  for (let at = start + 1; at < bytes.length && bytes[at] !== quote; at++) {
    if (bytes[at] === backslash) at++;
    if (bytes[at] !== lineFeed) data[length++] = bytes[at] ?? 0;
  }
  return data.subarray(0, length);
}

/** One name, with what it leads to for each reference. */
function* readEntry(path: string, entry: unknown): Generator<Package | Gap> {
  const [name, references] = Array.isArray(entry) ? entry : [];
  for (const pair of Array.isArray(references) ? references : []) {
    const [reference, about] = Array.isArray(pair) ? pair : [];
    const place = textAt(toJsonMap(about) ?? new Map(), 'packageLocation') ?? '';
    if (!archive.test(place) || ownCache.test(place)) continue;
    const { alias, version } = readReference(reference);
    const known = alias ?? name;
    if (isWord(known) && isWord(version))
      yield { type: 'npm', name: known, version, scheme: 'semver', certainty: 'certain', path };
    else
      yield { code: 'incomplete-record', unit, path, detail: `the version of ${scalarText(known).slice(0, 200)} cannot be told` };
  }
}

function readReference(reference: unknown): { readonly alias?: string | undefined; readonly version?: string | undefined } {
  if (!isWord(reference)) return {};
  const [, alias, version] = fromRegistry.exec(reference) ?? [];
  return version === undefined ? { version: patched.exec(reference)?.[1] } : { alias, version };
}
