import type { ExposureStep } from '../../model/exposure.ts';
import type { Resource } from '../../model/resource.ts';

/** A resource as a step of a way. */
export function toStep({ identity, file, line }: Resource, detail?: string): ExposureStep {
  return { resource: identity, file, ...(line !== undefined && { line }), ...(detail !== undefined && { detail }) };
}
