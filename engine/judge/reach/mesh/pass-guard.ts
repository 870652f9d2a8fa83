import type { JudgedPods } from '../find-reach.ts';
import { type Opening, restrict } from '../opening.ts';
import { isEmpty } from '../port-set.ts';
import type { Caller } from './mesh-policy.ts';

/** What of an opening is left when the proxy of the pods has heard who calls; all of it where they have none. */
export function passGuard(open: Opening, { guard }: JudgedPods, caller: Caller | undefined): Opening {
  return guard && caller && !isEmpty(open.ports) ? restrict(guard(caller), open.ports) : open;
}
