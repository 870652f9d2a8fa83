import type { TriageItem } from '../../model/triage.ts';
import { exposureWords } from './priority-words.ts';

/** The columns of a list of things to look at, after the priority. */
export const itemHeadings = ['vulnerability', 'package', 'severity', 'exposure', 'fixed in', 'images', 'owner'] as const;

/** A thing to look at in those columns. */
export function itemCells(item: TriageItem): (string | number)[] {
  const { vulnerability, purl, severity, kev, exposure, state, fixedIn, images, owners } = item;
  return [
    `${vulnerability}${kev ? ' (exploited)' : ''}`,
    nameOfPackage(purl),
    severity,
    exposureWords[exposure],
    state === 'fixed' ? fixedIn.join(', ') : state,
    images.length,
    owners.join(', ') || '–',
  ];
}

/** A package as people call it: `pkg:deb/debian/libssl3@3.0.9-1?arch=amd64` → `libssl3 3.0.9-1`. */
export function nameOfPackage(purl: string): string {
  const [path = ''] = purl.replace(/^pkg:(?:(?:deb|rpm|apk|alpm)\/[^/]+|[^/]+)\//, '').split(/[?#]/);
  const at = path.lastIndexOf('@');
  const [name, version] = at > 0 ? [path.slice(0, at), path.slice(at + 1)] : [path, ''];
  return `${decode(name)} ${decode(version)}`.trim();
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
