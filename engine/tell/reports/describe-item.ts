import type { TriageItem } from '../../model/triage.ts';
import { plural } from './describe.ts';
import { nameOfPackage } from './triage-item.ts';

/** What is to do about one thing: `raise openssl 3.0.9 to 3.0.11 in 3 images, for CVE-2023-5363 (HIGH)`. */
export function describeItem({ vulnerability, severity, purl, state, fixedIn, images }: TriageItem): string {
  const where = `in ${images.length} ${plural(images.length, 'image')}`;
  const what = `${vulnerability} (${severity})`;
  return state === 'fixed' && fixedIn.length > 0
    ? `raise ${nameOfPackage(purl)} to ${fixedIn.join(' or ')} ${where}, for ${what}`
    : `decide on ${nameOfPackage(purl)} ${where}: ${what} has no fix yet`;
}
