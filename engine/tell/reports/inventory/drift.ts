import type { Drift, RunningImage } from '../../../model/drift.ts';
import { plural } from '../describe.ts';
import { printable } from '../printable.ts';

/** Lines of each list that a terminal shows; JSON has them all. */
const shown = 20;

/**
 * How a cluster differs from the release, for people.
 *
 * out     one text a list that is not empty, after a sentence; the sentence alone where nothing differs
 */
export function describeDrift({ running, notDeclared, notRunning, otherDigest }: Drift): readonly string[] {
  const isSame = notDeclared.length + notRunning.length + otherDigest.length === 0;
  const what = `The cluster runs ${running} ${plural(running, 'image')}`;
  return [
    isSame ? `${what}, and nothing differs from the release.` : `${what}, and differs from the release.`,
    ...list('Running, not declared', notDeclared.map(describeRunning)),
    ...list(
      'Declared, not running',
      notRunning.map(({ reference, file, line }) => `${reference}  ${file}:${line}`),
    ),
    ...list(
      'The same tag, another digest',
      otherDigest.flatMap(({ reference, declared, running: moved }) => [
        `${reference}${declared === null ? '' : '  as declared'}`,
        ...moved.map((image) => `  ${describeRunning(image)}`),
      ]),
    ),
  ];
}

function describeRunning({ reference, digest, resource, containers, file, line }: RunningImage): string {
  const { kind, namespace, name } = resource;
  const others = containers > 1 ? ` and ${containers - 1} more` : '';
  const pulled = digest === null || reference.endsWith(digest) ? '' : ` (${digest})`;
  return `${reference}${pulled}  ${kind} ${namespace === null ? '' : `${namespace}/`}${name}${others}  ${file}:${line}`;
}

function list(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - shown;
  const more = rest > 0 ? [`  … and ${rest} more ${plural(rest, 'line')}; --format json has them all`] : [];
  return [[title, ...lines.slice(0, shown).map((line) => `  ${printable(line)}`), ...more].join('\n')];
}
