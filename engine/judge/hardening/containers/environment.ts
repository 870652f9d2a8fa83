import { listAt, memberAt, textAt } from '../../../formats/json/members.ts';
import { type Check, eachContainer, entriesWhere, type Hit } from '../check.ts';
import { isSecret } from './is-secret.ts';

/** Checks of what containers get by their environment. */
export const environment: readonly Check[] = [
  {
    id: 'env-var-secret',
    title: 'No secret stands in an environment variable',
    severity: 'HIGH',
    standards: ['CIS 5.4.1', 'OWASP K08'],
    rationale: 'Whoever reads the manifest reads the secret.',
    remedy: 'Put it into a Secret, and mount that as a file.',
    look: entriesWhere('env', '.value', (one) => isSecret(textAt(one, 'name') ?? '', textAt(one, 'value') ?? '')),
  },
  {
    id: 'empty-password-allowed',
    title: 'Servers ask for a password',
    severity: 'HIGH',
    standards: ['OWASP K06', 'OWASP K08'],
    rationale: 'Whoever reaches the server has all that it holds.',
    remedy: 'Leave out the switch that allows no password, and set one from a Secret.',
    look: entriesWhere('env', '.value', (one) => {
      const [name, said] = [textAt(one, 'name') ?? '', textAt(one, 'value') ?? ''];
      const isAllowed = /^(?:true|yes|on|1)$/i.test(said) && /(?:^|_)ALLOW_EMPTY_(?:ROOT_)?PASSWORD$/i.test(name);
      return isAllowed || (name === 'POSTGRES_HOST_AUTH_METHOD' && said === 'trust');
    }),
  },
  {
    id: 'read-secret-from-env-var',
    title: 'Secrets are read from files',
    severity: 'LOW',
    standards: ['CIS 5.4.1', 'OWASP K08'],
    rationale: 'The environment of a process is printed, logged and handed to its children.',
    remedy: 'Mount the Secret as a file.',
    look: (subject) => [
      ...entriesWhere('env', '.valueFrom', (one) => memberAt(one, 'valueFrom', 'secretKeyRef') !== undefined)(subject),
      ...entriesWhere('envFrom', '.secretRef', (one) => memberAt(one, 'secretRef') !== undefined)(subject),
    ],
  },
  {
    id: 'duplicate-env-var',
    title: 'Each environment variable is set once',
    severity: 'LOW',
    standards: ['OWASP K01'],
    rationale: 'The last one counts: who reads the first believes something that is not so.',
    remedy: 'Leave one of them.',
    look: (subject) =>
      eachContainer(subject).flatMap(({ workload, path, value }) => {
        const seen = new Set<string>();
        return listAt(value, 'env').flatMap((one, index): Hit[] => {
          const name = textAt(one, 'name');
          if (name === undefined || seen.size < seen.add(name).size) return [];
          return [{ resource: workload.resource, path: `${path}.env[${index}].name` }];
        });
      }),
  },
  {
    id: 'git-sync-program',
    title: 'git-sync runs the git of its own image',
    severity: 'MEDIUM',
    // source  Akamai, "Command injection in git-sync", August 2024; Checkov's CKV_K8S_159
    standards: ['OWASP K01'],
    rationale: 'Whoever may write the pod has a program of theirs run with the rights of git-sync, in place of git.',
    remedy: 'Leave out GITSYNC_GIT.',
    look: entriesWhere('env', '.name', (one) => textAt(one, 'name') === 'GITSYNC_GIT'),
  },
];
