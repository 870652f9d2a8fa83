import { entriesAt, memberAt } from '../../../formats/json/members.ts';
import { labelsAt } from '../../../formats/kubernetes/cluster.ts';
import type { Resource } from '../../../model/resource.ts';
import { namespaceOrDefault } from '../namespace-of.ts';
import type { Refuse } from '../policy.ts';
import { unknownMember } from '../read-ports.ts';
import type { MeshMode, PeerPolicy } from './mesh-policy.ts';
import type { MeshSettings } from './mesh-settings.ts';
import { type MeshReading, readMeshSelector } from './read-authorization.ts';

const modes: readonly MeshMode[] = ['UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT'];

/**
 * A PeerAuthentication of Istio. In the root namespace it is of the whole mesh, and decides nothing where it has a selector there.
 *
 * source  https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function readPeerAuthentication(resource: Resource, settings: MeshSettings): MeshReading<PeerPolicy> {
  const faults: string[] = [];
  const refuse: Refuse = (fault) => void faults.push(fault);
  const spec = memberAt(resource.value, 'spec') ?? {};
  const wrong = unknownMember(spec, ['selector', 'mtls', 'portLevelMtls'], 'spec');
  if (wrong !== undefined) refuse(wrong);
  const isOfRoot = namespaceOrDefault(resource) === settings.rootNamespace;
  const isSelecting = (labelsAt(spec, 'selector', 'matchLabels')?.size ?? 1) > 0;
  const policy: PeerPolicy = {
    scope: isSelecting ? 'workload' : isOfRoot ? 'mesh' : 'namespace',
    selects: readMeshSelector(resource, settings, refuse),
    mode: readMode(memberAt(spec, 'mtls', 'mode'), 'spec.mtls.mode', refuse),
    byPort: isSelecting ? readPorts(spec, refuse) : [],
    resource,
  };
  return { policy: isOfRoot && isSelecting ? undefined : policy, faults, doubts: [], blocks: [] };
}

function readPorts(spec: unknown, refuse: Refuse): PeerPolicy['byPort'] {
  return entriesAt(spec, 'portLevelMtls').flatMap(([text, value]) => {
    const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
    const mode = readMode(memberAt(value, 'mode'), `spec.portLevelMtls.${text}.mode`, refuse);
    if (port >= 1 && port <= 65_535) return [{ port, mode }];
    refuse(`spec.portLevelMtls has ${JSON.stringify(text)}, which is no port`);
    return [];
  });
}

function readMode(value: unknown, path: string, refuse: Refuse): MeshMode {
  const mode = modes.find((each) => each === (value ?? 'UNSET'));
  if (!mode) refuse(`${path} is ${JSON.stringify(value)}; there are ${modes.join(', ')}`);
  return mode ?? 'UNSET';
}
