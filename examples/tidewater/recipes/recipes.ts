import { type ImageRecipe, image } from '../layout/recipe.ts';
import { almaBase } from './almalinux.ts';
import { debianBase, staticBase } from './debian.ts';
import { forecast } from './forecast.ts';
import { harbor } from './harbor.ts';
import { logbook } from './logbook.ts';
import { navigation } from './navigation.ts';
import { wolfiBase } from './wolfi.ts';

const debianReleases = ['12.0', '12.5', '12.6'] as const;
const wolfiStates = ['2023-06', '2024-07'] as const;

const bases: readonly ImageRecipe[] = [
  ...debianReleases.map((release) => image(`base-debian:${release}`, { layers: [debianBase(release)], entrypoint: [] })),
  ...debianReleases.map((release) => image(`base-static:${release}`, { layers: [staticBase(release)], entrypoint: [] })),
  ...wolfiStates.map((state) => image(`base-wolfi:${state}`, { layers: [wolfiBase(state)], entrypoint: [] })),
  image('base-almalinux:9.2', { layers: [almaBase()], entrypoint: [] }),
];

/** Every image of all three releases, and the base images that no release ships by itself. */
export const recipes: readonly ImageRecipe[] = [...bases, ...harbor, ...navigation, ...logbook, ...forecast];
