import { fromXml, type PlainDocument } from '../structure/from-xml.ts';
import type { XmlElement } from '../xml/read-xml.ts';
import { readExtension } from './read-extension.ts';
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
  const extension = readExtension(root);
  const plain = fromXml(extension?.root ?? root, bomWithVulnerabilities);
  const value = plain.value as object;
  const isOld = extension !== undefined && !Object.hasOwn(value, 'vulnerabilities');
  const known = { bomFormat: 'CycloneDX', specVersion: root.namespace.slice(namespace.length) };
  return { ...plain, value: Object.assign(value, known, isOld && { vulnerabilities: extension.vulnerabilities }) };
}
