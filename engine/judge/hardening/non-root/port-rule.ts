import { memberAt, numberAt, objectsAt, textAt, textsAt } from '../../../formats/json/members.ts';
import { findProgram } from './program-rule.ts';
import type { NonRootRule, NonRootSubject } from './subject.ts';

const sysctl = 'net.ipv4.ip_unprivileged_port_start';
/** Linux' own. source  ip-sysctl.rst, ip_unprivileged_port_start */
const usualStart = 1024;

/**
 * Whether somebody other than root may listen where the manifest says, or else the image.
 *
 * A capability that a manifest adds does not reach a process of another user, unless its file has the same one.
 *
 * source  capabilities(7), "Transformation of capabilities during execve"; Kubernetes, "Using sysctls", safe sysctls
 */
export const portRule: NonRootRule = (subject) => {
  const low = portsOf(subject).filter((port) => port > 0 && port < usualStart);
  const first = Math.min(...low);
  if (low.length === 0 || startOf(subject) <= first) return [];
  const about = { about: 'port', at: String(first) } as const;
  const lead = `It listens below ${usualStart}, on ${low.join(', ')}`;
  if (!subject.image?.facts)
    return [{ ...about, effect: 'note', detail: `${lead}; whether its file has the capability to was not read.` }];
  const byFile = judgeFileCapability(subject);
  if (byFile === 'holds') return [{ ...about, effect: 'allows', detail: `${lead}, which its file's own capability allows.` }];
  if (byFile === 'dropped')
    return [
      {
        ...about,
        effect: 'needs',
        detail: `${lead}, by its file's own capability, which the manifest drops.`,
        values: { capabilities: ['NET_BIND_SERVICE'] },
      },
    ];
  if (memberAt(subject.pod, 'hostNetwork') === true)
    return [
      {
        ...about,
        effect: 'blocks',
        detail: `${lead} of its node's network, where a pod may set no sysctl: it needs another port.`,
      },
    ];
  return [
    {
      ...about,
      effect: 'needs',
      detail: `${lead}; some runtimes allow that to everybody, the sysctl does everywhere.`,
      values: { sysctls: { [sysctl]: String(first) } },
    },
  ];
};

/** Those that the manifest names, else those that the image exposes; of a container that serves nothing none. */
function portsOf({ container, image }: NonRootSubject): readonly number[] {
  const named = objectsAt(container, 'ports').flatMap((port) => numberAt(port, 'containerPort') ?? []);
  const exposed = (image?.configuration?.exposedPorts ?? []).map((port) => Number.parseInt(port, 10));
  return [...new Set(named.length > 0 ? named : exposed)].toSorted((a, b) => a - b);
}

function startOf({ pod }: NonRootSubject): number {
  if (memberAt(pod, 'hostNetwork') === true) return usualStart;
  const set = objectsAt(pod, 'securityContext', 'sysctls').find((one) => textAt(one, 'name') === sysctl);
  return numberAt(set, 'value') ?? usualStart;
}

function judgeFileCapability(subject: NonRootSubject): 'holds' | 'dropped' | 'none' {
  const program = findProgram(subject);
  const { facts } = subject.image ?? {};
  if (!program || program === 'elsewhere' || program.state !== 'found' || facts?.interpreter) return 'none';
  const path = (program.resolved ?? program.path).replace(/^\/{1,100}/, '');
  const held = facts?.capabilities.find((one) => one.path === path)?.capabilities ?? '';
  const isHeld =
    /(^|[ ,])(cap_net_bind_service|all)([ ,=+]|$)/.test(held) && /[=+][a-z]*e[a-z]*/.test(held) && held.includes('p');
  if (!isHeld || memberAt(subject.container, 'securityContext', 'allowPrivilegeEscalation') === false) return 'none';
  const of = (name: string) => textsAt(subject.container, 'securityContext', 'capabilities', name).map(toName);
  const isBounded = of('drop').some((name) => name === 'ALL' || name === 'NET_BIND_SERVICE');
  return isBounded && !of('add').some((name) => name === 'ALL' || name === 'NET_BIND_SERVICE') ? 'dropped' : 'holds';
}

function toName(name: string): string {
  return name.toUpperCase().replace(/^CAP_/, '');
}
