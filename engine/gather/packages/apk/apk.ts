import { bytesOf, type Content } from '../../../formats/content.ts';
import { decodeUtf8 } from '../../../formats/text/decode-utf8.ts';
import { type RecordGrammar, readRecords, type TextRecord } from '../../../formats/text/read-records.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';
import { toReading } from '../to-reading.ts';
import { filesMaxBytes, readInstalledFiles } from './installed-files.ts';

const unit = 'gather/packages/apk';
const databases = ['lib/apk/db/installed', 'usr/lib/apk/db/installed', 'var/lib/apk/db/installed'];

const lossyUtf8 = new TextDecoder();

/** A line is a key letter (its case matters), `:` and a value; a line under two characters ends a record. */
const grammar: RecordGrammar = {
  wanted: new Set(['P', 'V', 'A', 'L', 'I', 'o']),
  ends: (text) => text.length < 2,
  keyOf: (text) => (text[1] === ':' ? { key: text.charAt(0), valueAt: 2 } : undefined),
  endsWithNewline: true,
};

/**
 * Alpine, Wolfi and Chainguard packages, from apk's installed database.
 *
 * in      text of version 2: `P` name, `V` version, `o` origin (the source package), `A` architecture, `L` license, `I` installed size; `F` and `R` for its files
 * out     one Package per record that has both a name and a version
 * gaps    incomplete-record, unreadable-line, duplicate-field, database-unreadable (100,000 bad lines), database-unsupported (version 3, binary),
 *         database-truncated (the last record is not ended by a line of its own, as apk ends every record; apk itself loses such a one)
 * cost    O(size), by blocks
 * source  apk-tools 90b974f, src/database.c, apk_db_fdb_read; the format has no written specification
 */
export const apk: Cataloger = Object.freeze<Cataloger>({
  id: 'apk',
  about: {
    title: 'Alpine, Wolfi and Chainguard packages (apk)',
    source: 'https://gitlab.alpinelinux.org/alpine/apk-tools/-/blob/v2.14.4/src/database.c',
    reads: databases,
    limits: [
      'binary databases of version 3; they are a gap',
      'databases under another root than /',
      'which files belong to a package, of databases over 64 MiB',
    ],
  },
  maxBytes: 64 * 1024 * 1024,
  endings: databases,
  wants: ({ path }) => databases.includes(path),
  read(file: LayerFile) {
    const { path, content, room } = file;
    if (isBinary(content)) return toReading([unsupported(path)], { unit, path });
    const reading = toReading(readDatabase(file), { unit, ...file });
    if (content.sizeBytes > filesMaxBytes) return reading;
    return { ...reading, owned: [...readInstalledFiles(lossyUtf8.decode(bytesOf(content)), room)] };
  },
});

/** Version 3 begins with `ADB`; in version 2 the second character of a line is a colon. */
function isBinary(content: Content): boolean {
  return decodeUtf8(content.slice(0, 3)) === 'ADB';
}

function unsupported(path: string): Gap {
  return {
    code: 'database-unsupported',
    unit,
    path,
    detail: 'the database is in the binary format of apk version 3, which is not read yet',
  };
}

function* readDatabase({ path, content }: LayerFile): Generator<Package | Gap> {
  for (const record of readRecords(content, grammar)) {
    for (const flaw of record.flaws) yield { ...flaw, unit, path };
    if (!record.ended && !record.flaws.some((flaw) => flaw.code.startsWith('database-')))
      yield {
        code: 'database-truncated',
        unit,
        path,
        line: record.line,
        detail: 'the last record is not ended; what followed is lost',
      };
    yield toPackage(record, path) ?? {
      code: 'incomplete-record',
      unit,
      path,
      line: record.line,
      detail: 'the record has no usable name (P) or version (V)',
    };
  }
}

function toPackage(record: TextRecord, path: string): Package | undefined {
  const name = record.fields.get('P') ?? '';
  const version = record.fields.get('V') ?? '';
  if (!isWord(name) || !isWord(version)) return undefined;
  const origin = record.fields.get('o');
  const architecture = record.fields.get('A');
  const license = record.fields.get('L');
  const size = record.fields.get('I') ?? '';
  return {
    type: 'apk',
    name,
    version,
    scheme: 'apk',
    ...(origin && origin !== name && { source: { name: origin, version } }),
    ...(architecture && { architecture }),
    ...(license && { license }),
    ...(/^[1-9]\d{0,14}$/.test(size) && { sizeBytes: Number(size) }),
    certainty: 'certain',
    path,
    line: record.line,
  };
}

function isWord(text: string): boolean {
  return /^[^\s\p{Cc}]+$/u.test(text);
}
