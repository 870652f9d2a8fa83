import type { Cataloger, LayerFile } from '../cataloger.ts';
import { readArchive } from './read-archive.ts';

const archives = /\.(?:jar|war|ear|par|sar|nar|kar|hpi|jpi|lpkg)$/i;

/**
 * Java libraries and applications, from the archives they are packed in, archives within archives included.
 *
 * in      a jar, war, ear or one of their kin; read by ranges, its members only where they are looked at
 * out     one package for each `pom.properties`; where an archive has none of its own, one from its manifest and file name:
 *         `likely`, and without a group unless the manifest states it twice, so that it matches nothing by accident
 * gaps    zip-unreadable, too-large, too-deep, encrypted, compression-unknown, incomplete-record, archive-unidentified
 * source  JAR File Specification, Java SE 24; Maven archiver reference; Spring Boot reference, executable jar format
 */
export const java = Object.freeze<Cataloger>({
  id: 'java',
  about: {
    title: 'Java archives',
    source: 'https://docs.oracle.com/en/java/javase/24/docs/specs/jar/jar.html',
    reads: [
      '`.jar`, `.war`, `.ear`, `.par`, `.sar`, `.nar`, `.kar`, `.hpi`, `.jpi`, `.lpkg`, and those inside them, 8 deep',
      '`META-INF/maven/**/pom.properties`, and where the archive has none of its own, `META-INF/MANIFEST.MF` and the file name',
    ],
    limits: [
      'classes: what was copied into an archive without its `pom.properties` is not seen',
      'an archive known only by its manifest or file name has no group unless `Implementation-Vendor-Id` and `Bundle-SymbolicName` agree on it; it cannot be matched with certainty',
      '`pom.xml` (it may inherit what it does not state), archives under other names, `.jmod`, `.rar`, and archives in `.zip` files',
      'members that unpack to more than 256 MiB, or all together to more than 1 GiB: gaps',
    ],
  },
  maxBytes: 4 * 1024 ** 3,
  wants: (file) => archives.test(file.path),
  read: (file: LayerFile) => readArchive(file, (name) => archives.test(name)),
});
