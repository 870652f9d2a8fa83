import { cluster } from './cluster/cluster.ts';
import { dockerfile } from './dockerfile/dockerfile.ts';
import { helm } from './helm/helm.ts';
import { imageList } from './image-list/image-list.ts';
import { kustomize } from './kustomize/kustomize.ts';
import { loftsman } from './loftsman/loftsman.ts';
import { skopeoSync } from './skopeo-sync/skopeo-sync.ts';
import { yaml } from './yaml/yaml.ts';

/** Every kind of source, in the order of the reference page. */
export const sourceUnits = [kustomize, helm, yaml, imageList, loftsman, skopeoSync, dockerfile, cluster] as const;
