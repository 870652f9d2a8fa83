import { type BuildArgument, type KnownArguments, readArgumentWords, type Substituted, substitute } from './arguments.ts';
import type { Instruction, ReadDockerfile } from './read-instructions.ts';

/** An image that a build takes from elsewhere. */
export interface BaseImage {
  /** With build arguments filled in. */
  readonly declared: string;
  /** Which instruction takes it: `FROM`, `COPY --from`, `RUN --mount`. */
  readonly by: string;
  /** 1-based line that decides it: that of the default of a build argument where its tag comes from one. */
  readonly line: number;
  /** Names that no default gives; the image is not known then. */
  readonly unknown: readonly string[];
}

/** What is known at one point of the file. */
interface Build {
  readonly escapeMark: string;
  /** Declared before the first stage; `FROM` sees these alone. */
  readonly shared: Map<string, BuildArgument>;
  /** Those of the present stage; undefined before the first. */
  own: Map<string, BuildArgument> | undefined;
  /** In lower case: names are found whatever their case. */
  readonly stages: Set<string>;
  stageCount: number;
  readonly bases: BaseImage[];
}

/**
 * The images that a Dockerfile builds on or copies from: neither its own earlier stages, nor `scratch`, which is no image.
 *
 * out     in order of the file
 */
export function findBases({ instructions, escapeMark }: ReadDockerfile): readonly BaseImage[] {
  const build: Build = { escapeMark, shared: new Map(), own: undefined, stages: new Set(), stageCount: 0, bases: [] };
  for (const instruction of instructions) {
    if (instruction.keyword === 'ARG') declare(build, instruction);
    else if (instruction.keyword === 'FROM') beginStage(build, instruction);
    else if (instruction.keyword === 'COPY') takeFlag(build, instruction, /(?:^|\s)--from=(\S+)/g, 'COPY --from');
    else if (instruction.keyword === 'RUN') takeMounts(build, instruction);
  }
  return build.bases;
}

function declare(build: Build, { text, line, written }: Instruction): void {
  const scope = build.own ?? build.shared;
  for (const { name, value } of readArgumentWords(text)) {
    const at = written.find((each) => new RegExp(`\\b${name}\\s*=`).test(each.text))?.line ?? line;
    const inherited = build.own && build.shared.get(name);
    const filled = value === undefined ? undefined : substitute(value, scope, build.escapeMark);
    if (filled && filled.unknown.length === 0) scope.set(name, { value: filled.text, line: filled.used[0]?.line ?? at });
    else if (value === undefined && inherited) scope.set(name, inherited);
    else scope.delete(name);
  }
}

function beginStage(build: Build, instruction: Instruction): void {
  const words = instruction.text.split(/\s+/).filter((word) => !word.startsWith('--'));
  const [image = '', as = '', name = ''] = words;
  if (image !== '') take(build, instruction, image, 'FROM');
  build.own = new Map();
  build.stageCount += 1;
  if (as.toUpperCase() === 'AS' && name !== '') build.stages.add(name.toLowerCase());
}

/** Flags stand before anything else; what follows them may hold the same letters. */
function flagsOf(text: string): string {
  return /^(?:--\S+\s*)*/.exec(text)?.[0] ?? '';
}

function takeFlag(build: Build, instruction: Instruction, pattern: RegExp, by: string): void {
  for (const [, image = ''] of flagsOf(instruction.text).matchAll(pattern)) take(build, instruction, unquote(image), by);
}

function takeMounts(build: Build, instruction: Instruction): void {
  for (const [, mount = ''] of flagsOf(instruction.text).matchAll(/(?:^|\s)--mount=(\S+)/g)) {
    const image = unquote(mount)
      .split(',')
      .find((field) => field.startsWith('from='))
      ?.slice('from='.length);
    if (image) take(build, instruction, image, 'RUN --mount');
  }
}

function unquote(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}

function take(build: Build, instruction: Instruction, written: string, by: string): void {
  const known: KnownArguments = by === 'FROM' ? build.shared : (build.own ?? build.shared);
  const filled = substitute(unquote(written), known, build.escapeMark);
  const { text, unknown } = filled;
  const isStage = build.stages.has(text.toLowerCase()) || (by !== 'FROM' && /^\d+$/.test(text));
  if (isStage || text.toLowerCase() === 'scratch') return;
  build.bases.push({ declared: text, by, line: decidingLine(instruction, written, filled), unknown });
}

/** Of an image's tag or digest where it has one: the line of the argument that it came from, else the instruction's own. */
function decidingLine(instruction: Instruction, written: string, { text, used }: Substituted): number {
  const own = instruction.written.find((each) => each.text.includes(written))?.line ?? instruction.line;
  const version = /(?:@|:(?=[^/]*$))(.+)$/.exec(text)?.[1];
  if (used.length === 0 || (version !== undefined && written.includes(version))) return own;
  return (used.find(({ value }) => version !== undefined && value.includes(version)) ?? used.at(-1))?.line ?? own;
}
