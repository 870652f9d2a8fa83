import type { BeyondPolicies } from '../../model/reach.ts';
import type { Resource } from '../../model/resource.ts';
import { describeResource } from './to-gap.ts';

/** A resource with the sentence why policies do not decide there, or not alone. */
export function toBeyond(resource: Resource, why: string): BeyondPolicies {
  return {
    resource: describeResource(resource),
    file: resource.file,
    ...(resource.line !== undefined && { line: resource.line }),
    why,
  };
}
