import type { Ssvc } from '../../model/advisory.ts';

/**
 * The decision points of CISA's SSVC that triage uses.
 *
 * in      name and value of each decision point, in any case: `Exploitation: none`, `technical impact: total`
 * out     undefined when none of them can be read; a value that is none of the standard's is left out
 * source  CISA, "Stakeholder-Specific Vulnerability Categorization Guide", decision points of the Coordinator tree
 */
export function readSsvc(points: Iterable<readonly [name: string, value: unknown]>): Ssvc | undefined {
  let ssvc: Ssvc = {};
  for (const [name, value] of points) {
    const word = typeof value === 'string' ? value.toLowerCase() : '';
    if (isOne(name, 'exploitation') && isExploitation(word)) ssvc = { ...ssvc, exploitation: word };
    if (isOne(name, 'automatable') && (word === 'yes' || word === 'no')) ssvc = { ...ssvc, automatable: word === 'yes' };
    if (isOne(name, 'technical impact') && (word === 'partial' || word === 'total')) ssvc = { ...ssvc, technicalImpact: word };
  }
  return Object.keys(ssvc).length > 0 ? ssvc : undefined;
}

function isOne(name: string, wanted: string): boolean {
  return name.toLowerCase() === wanted;
}

function isExploitation(word: string): word is 'none' | 'poc' | 'active' {
  return word === 'none' || word === 'poc' || word === 'active';
}
