import type { Cataloger, LayerFile } from '../cataloger.ts';
import { knownArtifacts } from './known-artifacts.ts';
import { indexClasses, type KnownArtifact } from './known-classes.ts';
import { readArchive } from './read-archive.ts';

const endings = ['jar', 'war', 'ear', 'par', 'sar', 'nar', 'kar', 'hpi', 'jpi', 'lpkg'];
const archives = new RegExp(`\\.(?:${endings.join('|')})$`, 'i');

const isArchive = (name: string) => archives.test(name);

const description: Omit<Cataloger, 'read'> = {
  id: 'java',
  about: {
    title: 'Java archives',
    source: 'https://docs.oracle.com/en/java/javase/24/docs/specs/jar/jar.html',
    reads: [
      '`.jar`, `.war`, `.ear`, `.par`, `.sar`, `.nar`, `.kar`, `.hpi`, `.jpi`, `.lpkg`, and those inside them, 8 deep',
      'classes that tell of a known library, by name and digest, where no `pom.properties` does',
      '`META-INF/maven/**/pom.properties`, and where the archive has none of its own, `META-INF/MANIFEST.MF` (its main section before the others) and the file name',
    ],
    limits: [
      `classes: of what was copied into an archive without its \`pom.properties\`, only ${knownArtifacts.map(({ name }) => `\`${name}\``).join(', ')} and what a project adds are seen, under any package name, unless their members were renamed too`,
      'an archive known only by its manifest or file name has no group unless `Implementation-Vendor-Id` and `Bundle-SymbolicName` agree on it, its file is named as Quarkus does (`lib/main/GROUP.NAME-VERSION.jar`), or its name and classes are those of a project that is known to publish it (Spring, Kafka, Tomcat, gRPC and some sixty more); it cannot be matched with certainty',
      '`pom.xml` (it may inherit what it does not state), archives under other names, `.jmod`, `.rar`, and archives in `.zip` files',
      'members that unpack to more than 256 MiB, or all together to more than 1 GiB: gaps',
    ],
  },
  maxBytes: 4 * 1024 ** 3,
  endings,
  wants: (file) => archives.test(file.path),
};

/**
 * Java libraries and applications, from the archives they are packed in, archives within archives included.
 *
 * in      a jar, war, ear or one of their kin; read by ranges, its members only where they are looked at
 * out     one package for each `pom.properties`; where an archive has none of its own, one from its manifest and file name:
 *         `likely`, and without a group unless the manifest states it twice or the project is known, so that it matches nothing by accident
 *         Libraries copied without their poms are known by their classes: `likely`, without a version where the classes do not tell it
 * gaps    zip-unreadable, too-large, too-deep, encrypted, compression-unknown, incomplete-record, archive-unidentified,
 *         version-ambiguous, version-unknown
 * source  JAR File Specification, Java SE 24; Maven archiver reference; Spring Boot reference, executable jar format
 */
export const java = createJava();

/**
 * The same with more libraries that are known by their classes.
 *
 * in      what a project adds, as `tools/known-classes.ts` writes it
 */
export function createJava(added: readonly KnownArtifact[] = []): Cataloger {
  const known = indexClasses([...knownArtifacts, ...added]);
  const read = (file: LayerFile) => readArchive(file, { isArchive, known });
  return Object.freeze({ ...description, read });
}
