import type { Check } from './check.ts';
import { containers } from './containers/containers.ts';
import { network } from './network/network.ts';
import { platform } from './platform/platform.ts';
import { pods } from './pods/pods.ts';
import { rights } from './rights/rights.ts';
import { standardChecks } from './standard-checks.ts';

/** Every check, in the order of the reference page. Levels of the Pod Security Standards are judged by themselves, see `pod-security`. */
export const checks: readonly Check[] = [...containers, ...pods, ...standardChecks, ...rights, ...network, ...platform];
