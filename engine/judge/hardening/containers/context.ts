import { listAt, memberAt } from '../../../formats/json/members.ts';
import { scalarText } from '../../../formats/json/scalar-text.ts';
import type { PlacedContainer } from '../check.ts';

/** What a container's own security context says. */
export function context({ value }: PlacedContainer, ...path: readonly string[]): unknown {
  return memberAt(value, 'securityContext', ...path);
}

/** The container's own word, else the pod's. */
export function effective(container: PlacedContainer, name: string): unknown {
  return context(container, name) ?? memberAt(container.workload.pod, 'securityContext', name);
}

/** Whether a container drops one of some capabilities. */
export function drops(container: PlacedContainer, ...names: readonly string[]): boolean {
  return listAt(context(container, 'capabilities'), 'drop').some((name) =>
    names.some((one) => one === scalarText(name).toUpperCase().replace(/^CAP_/, '')),
  );
}
