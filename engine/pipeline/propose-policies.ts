import { parseYaml } from '../formats/yaml/parse-yaml.ts';
import { proposePolicies } from '../judge/reach/propose-policies.ts';
import type { Proposal } from '../model/reach.ts';
import type { Resource } from '../model/resource.ts';

/**
 * NetworkPolicies for the connections that a file declares.
 *
 * in      YAML, and the file's name
 * gaps    those of `proposePolicies`; yaml-unreadable: with its line
 */
export function proposeFor(resources: readonly Resource[], text: string, file: string): Proposal {
  const { value, faults } = parseYaml(text);
  const unreadable = faults.map(({ line, message }) => ({
    code: 'yaml-unreadable',
    unit: 'pipeline',
    path: file,
    line,
    detail: message,
  }));
  const proposal = proposePolicies(resources, value);
  const gaps = [...unreadable, ...proposal.gaps.map((gap) => ({ ...gap, path: file }))];
  return { ...proposal, gaps, isProven: proposal.isProven && gaps.length === 0 };
}
