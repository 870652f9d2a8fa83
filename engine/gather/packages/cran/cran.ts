import { type RecordGrammar, readRecords } from '../../../formats/text/read-records.ts';
import type { Package } from '../../../model/package.ts';
import type { Gap } from '../../../model/reading.ts';
import type { Cataloger, LayerFile } from '../cataloger.ts';
import { toReading } from '../to-reading.ts';

const unit = 'gather/packages/cran';
const validName = /^[A-Za-z][A-Za-z0-9.]*$/;
const validVersion = /^\d+(?:[.-]\d+)+$/;

const grammar: RecordGrammar = {
  wanted: new Set(['Package', 'Version', 'License', 'Repository', 'Built']),
  ends: (text) => text.trim() === '',
  keyOf(text) {
    if (/^\s/.test(text)) return 'more';
    const colon = text.indexOf(':');
    return colon > 0 ? { key: text.slice(0, colon), valueAt: colon + 1 } : undefined;
  },
  endsWithNewline: false,
};

/**
 * R packages, from the description that R writes into each installed one.
 *
 * in      fields in the form of Debian's control files; only installed packages have the field `Built`, and only they count
 * out     one package; `likely` where it does not say that it comes from CRAN: Bioconductor's, R's own, those of a folder
 * gaps    incomplete-record, unreadable-line, duplicate-field
 * source  R 4.3, Writing R Extensions, 1.1.1 "The DESCRIPTION file"
 */
export const cran = Object.freeze<Cataloger>({
  id: 'cran',
  about: {
    title: 'R packages',
    source: 'https://cran.r-project.org/doc/manuals/r-release/R-exts.html#The-DESCRIPTION-file',
    reads: ['`NAME/DESCRIPTION` with the field `Built`, in any library'],
    limits: [
      'Bioconductor as a registry of its own: its packages have the type cran and are likely',
      'R itself; the packages that belong to it are listed',
      '`renv.lock` and other lists of what was planned',
    ],
  },
  maxBytes: 4 * 1024 * 1024,
  endings: ['/DESCRIPTION'],
  wants: ({ path }) => path.endsWith('/DESCRIPTION'),
  read: (file: LayerFile) => toReading(readFile(file), { unit, ...file }),
});

function* readFile({ path, content }: LayerFile): Generator<Package | Gap> {
  const record = readRecords(content, grammar).next().value;
  if (!record?.fields.has('Built')) return;
  for (const flaw of record.flaws) yield { ...flaw, unit, path };
  const [name = '', version = '', license] = ['Package', 'Version', 'License'].map((key) => record.fields.get(key));
  if (!validName.test(name) || !validVersion.test(version)) {
    yield { code: 'incomplete-record', unit, path, line: record.line, detail: 'Package or Version is missing or malformed' };
    return;
  }
  yield {
    type: 'cran',
    name,
    version,
    // Numbers between dots and a hyphen: as rpm reads version and release.
    scheme: 'rpm',
    ...(license && { license }),
    certainty: record.fields.get('Repository') === 'CRAN' ? 'certain' : 'likely',
    path,
    line: record.line,
  };
}
