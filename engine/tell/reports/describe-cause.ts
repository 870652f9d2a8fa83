import type { Cause, CauseKind, Origin, Via } from '../../model/difference.ts';
import { plural } from './describe.ts';
import { printable } from './printable.ts';

/** Whose doing a cause is, as a part of a difference. */
export const originNames: Readonly<Record<Origin, string>> = {
  ours: 'our changes',
  world: 'news of the world',
  decisions: 'decisions',
  measuring: 'how it is measured',
};

/** Why findings came or went, in words: `busybox went from 1.31.1-r9 to 1.32.1-r7 in 70 images (one base image)`. */
export function describeCause({ cause, via, subject, images, bases, standIn }: Cause): string {
  const where = cause.startsWith('image-') ? '' : ` in ${images} ${plural(images, 'image')}`;
  const notes = [
    ...(via ? [describeWay(via, bases)] : []),
    ...(standIn ? ['judged by what the newer advisories had published by then'] : []),
  ];
  return printable(`${reasons[cause](subject)}${where}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`);
}

/** A number that says whether it is more or less: `+3`, `−4`, `0`. */
export function signed(value: number): string {
  return value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '0';
}

const reasons: Readonly<Record<CauseKind, (subject: string) => string>> = {
  'coverage-changed': (subject) => `${subject} could be read or judged on one side only`,
  'image-added': (subject) => `image ${subject} was added`,
  'image-removed': (subject) => `image ${subject} left`,
  'package-added': (subject) => `package ${subject} was added`,
  'package-removed': (subject) => `package ${subject} was removed`,
  'package-upgraded': describeMove,
  'package-downgraded': (subject) => `${describeMove(subject)} (older)`,
  'advisory-published': (subject) => `${subject} was published`,
  'advisory-withdrawn': (subject) => `${subject} was withdrawn`,
  'advisory-changed': (subject) => `what is said of ${subject} changed`,
  'severity-rescored': (subject) => `${subject} (re-scored)`,
  'statement-changed': (subject) => `statement ${subject} changed`,
  'exception-changed': (subject) => `exception ${subject} changed`,
  'engine-changed': (subject) => `${subject}: another version of Plimsoll reads or judges it differently`,
  'policy-changed': (subject) => `${subject}: the configuration judges it differently`,
};

function describeWay(via: Via, bases: number | undefined): string {
  if (via === 'application') return 'application';
  if (via === 'image-tag') return 'image tag';
  if (bases === undefined) return 'base image';
  return bases === 1 ? 'one base image' : `${bases} base images`;
}

/** `busybox 1.31 → 1.32` as people say it; of several versions, or other distributions under the same version, as it stands. */
function describeMove(subject: string): string {
  const [, name, from, to] = /^(\S+) ([^\s,]+) → ([^\s,]+)$/.exec(subject) ?? [];
  return name === undefined ? subject : `${name} went from ${from} to ${to}`;
}
