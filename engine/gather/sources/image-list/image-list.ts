import { canonicalize } from '../../../formats/reference/reference.ts';
import type { Occurrence } from '../../../model/occurrence.ts';
import type { Gap } from '../../../model/reading.ts';
import type { SourceFiles } from '../ports.ts';
import type { SourceUnit } from '../source.ts';
import { sourceKey } from '../source-key.ts';

const unit = 'gather/sources/image-list';

/**
 * Text files that list images, one a line.
 *
 * in      UTF-8 text; blank lines and what follows a `#` are passed over; Windows line ends are fine
 * out     one occurrence a line, certain, of no resource
 * gaps    source-missing; reference-unreadable: a line that is no image reference
 */
export const imageList = Object.freeze<SourceUnit<'image-list'>>({
  id: 'image-list',
  about: {
    title: 'Image lists',
    source: 'https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests',
    reads: ['text files with one image reference a line; `#` begins a comment'],
    limits: ['other columns: a line is one reference'],
  },
  async read({ at, component }, { files }) {
    const text = files.readText(at);
    if (text === undefined) return { resources: [], occurrences: [], charts: [], gaps: [missing(at)] };
    const occurrences: Occurrence[] = [];
    const gaps: Gap[] = [];
    for (const [index, raw] of text
      .replace(/^\uFEFF/, '')
      .split('\n')
      .entries()) {
      const declared = raw.replace(/(^|\s)#.*/, '').trim();
      if (declared === '') continue;
      const occurrence = toOccurrence(declared, { file: at, line: index + 1 }, component);
      if (occurrence) occurrences.push(occurrence);
      else
        gaps.push({
          code: 'reference-unreadable',
          unit,
          path: at,
          line: index + 1,
          detail: `${clip(declared)} is no image reference`,
        });
    }
    return { resources: [], occurrences, charts: [], gaps, key: keyOf(at, files) };
  },
  findKey: async ({ at }, { files }) => keyOf(at, files),
  locator: () => (sighting) => ({ file: sighting.from.file, line: sighting.from.line ?? 1 }),
});

function keyOf(at: string, files: SourceFiles): string {
  return sourceKey(['image-list 1', at], [at], files);
}

function toOccurrence(
  declared: string,
  place: { file: string; line: number },
  component: string | undefined,
): Occurrence | undefined {
  const reference = canonicalize(declared);
  if (reference === undefined) return undefined;
  return {
    reference,
    declared,
    how: 'image-list',
    certainty: 'certain',
    resource: null,
    path: '',
    hook: false,
    conditional: [],
    ...place,
    ...(component !== undefined && { component }),
  };
}

function missing(at: string): Gap {
  return {
    code: 'source-missing',
    unit,
    path: at,
    detail: `the image list ${at} cannot be read; correct \`sources\` or restore it`,
  };
}

function clip(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
