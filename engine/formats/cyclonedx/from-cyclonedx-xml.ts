import { fromXml, type PlainDocument } from '../structure/from-xml.ts';
import type { XmlElement } from '../xml/read-xml.ts';
import { extensionVulnerabilities } from './extension-vulnerabilities.ts';
import { bomWithVulnerabilities } from './vulnerability-rule.ts';

const namespace = 'http://cyclonedx.org/schema/bom/';

/**
 * A CycloneDX document written as XML, in the shape of its JSON twin, with its vulnerabilities and what is said of them: those of the
 * extension too that came before.
 *
 * out     undefined where the root is no CycloneDX document; texts stay texts, lines are known to `lineOf`
 */
export function fromCycloneDxXml(root: XmlElement): PlainDocument | undefined {
  if (root.name !== 'bom' || !root.namespace.startsWith(namespace)) return undefined;
  const plain = fromXml(root, bomWithVulnerabilities);
  const known = { bomFormat: 'CycloneDX', specVersion: root.namespace.slice(namespace.length) };
  const vulnerabilities = extensionVulnerabilities(root);
  const isOld = vulnerabilities !== undefined && !Object.hasOwn(plain.value as object, 'vulnerabilities');
  return { ...plain, value: Object.assign(plain.value as object, known, isOld && { vulnerabilities }) };
}
