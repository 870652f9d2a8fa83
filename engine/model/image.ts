import type { CredentialFile, EntryClass, GroupAccount, ScriptAct, UserAccount } from './layer.ts';

/** Operating system and processor that an image is built for, as OCI spells them: `linux/amd64`, `linux/arm64/v8`. */
export type Platform = string;

/** The image of one platform, as an index offers it. */
export interface ImageVariant {
  readonly platform: Platform;
  /** Of its manifest. */
  readonly digest: string;
}

/** One layer as the manifest and the configuration name it. */
export interface LayerReference {
  /** Of the blob, as stored. */
  readonly digest: string;
  /** Digest of the uncompressed tar, from the configuration's `rootfs.diff_ids`. */
  readonly diffId: string;
  readonly mediaType: string;
  /** As stored; bytes. */
  readonly sizeBytes: number;
  /** The instruction from the image history that made it. */
  readonly createdBy?: string;
}

/** What the image says about how it runs. */
export interface ImageConfiguration {
  /** `USER` as written: a name, a number, `user:group`; empty means root. */
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDirectory: string;
  /** `PATH` of its environment, of which nothing else is kept; absent where it sets none. */
  readonly searchPath?: string;
  readonly volumes: readonly string[];
  readonly exposedPorts: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** ISO 8601 UTC; as the image says, which may be 1970. */
  readonly createdAt?: string;
}

/** One place of an image's file system, with links followed as inside a container. */
export type FileFact =
  | ({
      readonly state: 'found';
      /** As asked. */
      readonly path: string;
      /** Where links lead, where that is another place. */
      readonly resolved?: string;
      /** Directories on the way that not everybody may pass, from the root on; absent where everybody may. */
      readonly closed?: readonly ModeFact[];
    } & EntryClass)
  /** `missing`: nothing stands there. `unknown`: a layer that could say so was not read. */
  | { readonly state: 'missing' | 'unknown'; readonly path: string };

/** A file with an odd mode. */
export interface ModeFact {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Something that a script does and that root may have to do, with what stands where it writes. */
export interface PlacedAct extends ScriptAct {
  /** What it writes: the file, else the nearest directory above that there is. Absent where it writes nothing that is known. */
  readonly place?: FileFact;
}

/** What the file system of an image says about how it can run; each list ordered by path and bounded, with `omitted` telling how many more. */
export interface ImageFacts {
  /** False when a layer was not read whole: what is not listed is then unknown, not absent. */
  readonly complete: boolean;
  /** Of `/etc/passwd`; null when it is not there or cannot be known. */
  readonly users: readonly UserAccount[] | null;
  /** Of `/etc/group`, likewise. */
  readonly groups: readonly GroupAccount[] | null;
  /** The program that runs: the first word of entrypoint, else of command; null where the image names none. */
  readonly program: FileFact | null;
  /** What reads the program, where that is a script. */
  readonly interpreter?: FileFact;
  /** What the program does as far as its text says, where that is a script of a shell, or words that a shell or a single command is given. */
  readonly acts?: readonly PlacedAct[];
  readonly workingDirectory: FileFact | null;
  readonly volumes: readonly FileFact[];
  /** Files with setuid or setgid. */
  readonly setuid: readonly ModeFact[];
  readonly capabilities: readonly { readonly path: string; readonly capabilities: string }[];
  /** Directories that everybody may write to, and files; `/tmp` and its kin have the sticky bit in their mode. */
  readonly worldWritable: readonly ModeFact[];
  readonly shells: readonly string[];
  readonly packageManagers: readonly string[];
  readonly compilers: readonly string[];
  readonly interpreters: readonly string[];
  readonly credentials: readonly CredentialFile[];
  /** By list, how many more there are than it holds (at least: of one layer a thousand are looked at); absent where it holds all. */
  readonly omitted?: Readonly<Record<string, number>>;
}

/** Who says that an image is another's base: itself, the project's list of known bases, or the layers that it shares with another image. */
export type BaseEvidence = 'annotation' | 'known' | 'shared';

/** Whose list of bases: the one that the project's configuration names, or the small one that Plimsoll brings. */
export type BaseList = 'project' | 'plimsoll';

/** An image that may be what another was built on. */
export interface BaseCandidate {
  /** Reference; null for layers that several images share and none is alone. */
  readonly name: string | null;
  /** Of its manifest or index. */
  readonly digest: string | null;
  /** How many of the lowest layers are its own; 0 where only its name is known. */
  readonly layers: number;
  readonly how: BaseEvidence;
  /** Set where it is `known`. */
  readonly list?: BaseList;
}

/** What an image was built on, as far as it can be told. */
export interface BaseImage extends BaseCandidate {
  /** Who else is said to be it, or explains as many layers; ordered by layers, most first. */
  readonly rivals: readonly BaseCandidate[];
}

/** An image as found in a store for one platform, before its layers are read. */
export interface ImageManifest {
  /** Canonical reference that was asked for. */
  readonly reference: string;
  /** Digest of the manifest of this platform. */
  readonly digest: string;
  /** Digest of the index that the reference names, where it names one. */
  readonly indexDigest?: string;
  /** Every image that the index offers, this one among them; ordered by platform. Absent where there is no index. */
  readonly variants?: readonly ImageVariant[];
  readonly platform: Platform;
  /** Oldest first. */
  readonly layers: readonly LayerReference[];
  readonly configuration: ImageConfiguration;
  readonly annotations: Readonly<Record<string, string>>;
  /** The store that had it, as configured: `oci-layout:./images`. */
  readonly store: string;
}

/** Something that is attached to an image and is no part of it: an SBOM, a signature, an attestation. */
export interface Referrer {
  /** Digest of the manifest or index that it is attached to. */
  readonly subject: string;
  /** Of its own manifest. */
  readonly digest: string;
  readonly mediaType: string;
  /** What it is, as a media type; empty where nothing says it. */
  readonly type: string;
  readonly annotations: Readonly<Record<string, string>>;
}
