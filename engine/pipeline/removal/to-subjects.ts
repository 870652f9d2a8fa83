import { findSubjects, listSubjects } from '../../compare/removal/removal-subject.ts';
import { Fault } from '../../model/fault.ts';
import type { Release } from '../../model/release.ts';
import type { RemovalSubject } from '../../model/removal.ts';
import { findNearestNames } from '../find-nearest-names.ts';

/**
 * What the words of a command name in a release.
 *
 * faults  usage-wrong: nothing is called so, or several things are
 */
export function toSubjects(texts: readonly string[], release: Release): readonly RemovalSubject[] {
  return texts.map((text) => {
    const [found, ...others] = findSubjects(text, release);
    if (found && others.length === 0) return found;
    if (!found)
      throw new Fault('usage-wrong', `nothing of ${release.product} ${release.version} is called ${text}${near(text, release)}`);
    const all = [found, ...others].map(({ kind, name }) => `${kind}:${name}`);
    throw new Fault('usage-wrong', `${text} may be ${all.slice(0, 5).join(', ')}${all.length > 5 ? ' …' : ''}; say which`);
  });
}

function near(text: string, release: Release): string {
  const names = findNearestNames(text.replace(/^[a-z]+:/, ''), listSubjects(release));
  return names.length === 0 ? '' : `; there is ${names.join(', ')}`;
}
