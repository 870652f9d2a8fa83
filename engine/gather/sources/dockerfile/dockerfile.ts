import type { Gap } from '../../../model/reading.ts';
import { findFiles, findGaps } from '../find-files.ts';
import type { SourceFiles } from '../ports.ts';
import type { SourceUnit } from '../source.ts';
import { sourceKey } from '../source-key.ts';
import type { DockerfileSource } from '../source-spec.ts';
import { partStated, toStatedOccurrence } from '../stated-image.ts';
import { type BaseImage, findBases } from './find-bases.ts';
import { readInstructions } from './read-instructions.ts';

const unit = 'gather/sources/dockerfile';
const dockerfileName = /(?:^|\/)(?:Dockerfile|Containerfile)(?:\.(?!dockerignore$)[^/]+)?$|\.(?:dockerfile|containerfile)$/i;

/**
 * Dockerfiles, for the images that they build on and copy from. What they make is no part of it.
 *
 * out     one occurrence for each image of `FROM`, `COPY --from` and `RUN --mount=from=`, with the defaults of build arguments filled in,
 *         of no resource; stages by their names and `scratch` are no images
 * gaps    source-missing, source-empty, folder-too-deep, file-unreadable, reference-unreadable;
 *         argument-unknown: an image whose name needs a build argument without a default;
 *         dockerfile-unreadable: a heredoc without an end; nothing in the file says what it is built on
 */
export const dockerfile = Object.freeze<SourceUnit<'dockerfile'>>({
  id: 'dockerfile',
  about: {
    title: 'Dockerfiles',
    source: 'https://docs.docker.com/reference/dockerfile/',
    reads: [
      'the images of `FROM`, with the defaults of `ARG` filled in, and those of `COPY --from` and `RUN --mount=…,from=`',
      'continued lines, comments, heredocs, the `escape` directive',
    ],
    limits: [
      'images whose name needs a build argument without a default: they are gaps',
      'the front end that `# syntax=` names',
      'named build contexts: what `--from` names, and no stage is called, counts as an image',
    ],
  },
  async read(spec, { files }) {
    const found = findFiles(spec.at, files, dockerfileName);
    const missing = findGaps(spec.at, found, { files, unit, what: 'Dockerfile' });
    const read = found.files.map((file) => readDockerfile(file, files.readText(file), spec));
    const key = keyOf(spec.at, files);
    return {
      resources: [],
      occurrences: read.flatMap(({ occurrences }) => occurrences),
      charts: [],
      gaps: [...missing, ...read.flatMap(({ gaps }) => gaps)],
      key,
    };
  },
  findKey: async ({ at }, { files }) => keyOf(at, files),
  locator: () => (sighting) => ({ file: sighting.from.file, line: sighting.from.line ?? 1 }),
});

function keyOf(at: string, files: SourceFiles): string {
  return sourceKey(['dockerfile 1', at], findFiles(at, files, dockerfileName).files, files);
}

function readDockerfile(file: string, text: string | undefined, spec: DockerfileSource): ReturnType<typeof partStated> {
  const gap = (code: string, detail: string, line?: number): Gap => ({ code, unit, path: file, ...(line && { line }), detail });
  if (text === undefined) return { occurrences: [], gaps: [gap('file-unreadable', `${file} cannot be read`)] };
  const read = readInstructions(text);
  const faults: Gap[] = [];
  if (read.openHeredoc !== undefined)
    faults.push(gap('dockerfile-unreadable', 'a heredoc has no end, and nothing after it was read', read.openHeredoc));
  if (!read.instructions.some(({ keyword }) => keyword === 'FROM'))
    faults.push(gap('dockerfile-unreadable', `${file} has no FROM, so nothing says what it is built on`));
  const items = findBases(read).map((base) => {
    if (base.unknown.length > 0) return gap('argument-unknown', explainUnknown(base), base.line);
    const { declared, line } = base;
    const certainty = base.by === 'FROM' || /[/:@]/.test(declared) ? 'certain' : 'likely';
    return toStatedOccurrence({ declared, how: 'dockerfile', certainty, path: '', file, line, component: spec.component }, unit);
  });
  const parted = partStated(items);
  return { occurrences: parted.occurrences, gaps: [...faults, ...parted.gaps] };
}

function explainUnknown({ by, declared, unknown }: BaseImage): string {
  const names = [...new Set(unknown)].join(', ');
  const shown = declared.length > 100 ? `${declared.slice(0, 100)}…` : declared;
  return `${by} ${shown} needs a value for ${names}, which has no default; give it one with ARG, or declare the image in \`extraImages\``;
}
