import { pythonPackages } from '../layout/language-packages.ts';
import { type ImageRecipe, image, layer } from '../layout/recipe.ts';
import { remove } from '../layout/system-packages.ts';
import { debianBase } from './debian.ts';
import { apkAdd, type WolfiState, wolfiBase, wolfiPython } from './wolfi.ts';

const site = 'usr/lib/python3.12/site-packages';
const notebook2023 = [
  'certifi@2022.12.7',
  'idna@3.4',
  'jinja2@3.1.2',
  'jupyter-server@2.5.0',
  'notebook@6.5.4',
  'pip@23.0.1',
  'requests@2.28.2',
  'tornado@6.3.1',
  'urllib3@1.26.15',
];
const notebook2024 = [
  'certifi@2024.6.2',
  'idna@3.7',
  'jinja2@3.1.4',
  'jupyter-server@2.14.1',
  'notebook@7.2.1',
  'pip@24.0',
  'requests@2.32.3',
  'tornado@6.4.1',
  'urllib3@2.2.1',
];

/** Notebooks for people who look at tides, and the forecast that came with 1.1.0. */
export const forecast: readonly ImageRecipe[] = [
  notebook('1.0.0', '2023-06', notebook2023),
  notebook('1.1.0', '2024-07', notebook2024),
  gpuNotebook('1.0.0', '2023-06', notebook2023),
  gpuNotebook('1.1.0', '2024-07', notebook2024),
  tideForecast('1.1.0-rc.1', '12.5', [
    'aiohttp@3.8.4',
    'certifi@2022.12.7',
    'flask@2.2.3',
    'gunicorn@20.1.0',
    'idna@3.4',
    'jinja2@3.1.2',
    'langchain@0.0.170',
    'mlflow@2.8.0',
    'numpy@1.24.3',
    'pillow@9.5.0',
    'requests@2.28.2',
    'urllib3@1.26.15',
    'werkzeug@2.2.2',
  ]),
  tideForecast('1.1.0', '12.6', [
    'aiohttp@3.9.5',
    'certifi@2024.6.2',
    'flask@3.0.3',
    'gunicorn@22.0.0',
    'idna@3.7',
    'jinja2@3.1.4',
    'mlflow@2.13.0',
    'numpy@1.26.4',
    'pillow@10.3.0',
    'requests@2.32.3',
    'urllib3@2.2.1',
    'werkzeug@3.0.3',
  ]),
];

function notebookLayers(state: WolfiState, packages: readonly string[]) {
  return [
    wolfiBase(state),
    apkAdd(state, wolfiPython[state]),
    layer('RUN pip install --requirement requirements.txt # buildkit', [pythonPackages(site, packages)]),
  ];
}

/** Runs as root, as notebooks often do. */
function notebook(version: string, state: WolfiState, packages: readonly string[]): ImageRecipe {
  return image(`harbor-notebook:${version}`, {
    base: `base-wolfi:${state}`,
    layers: notebookLayers(state, packages),
    entrypoint: ['jupyter', 'notebook'],
    user: '',
  });
}

/** The notebook with torch, and without pip: the last layer removes what a lower one brought. */
function gpuNotebook(version: string, state: WolfiState, packages: readonly string[]): ImageRecipe {
  const pip = packages.find((text) => text.startsWith('pip@'))?.replace('@', '-');
  return image(`harbor-notebook-gpu:${version}`, {
    base: `harbor-notebook:${version}`,
    layers: [
      ...notebookLayers(state, packages),
      layer('RUN pip install torch # buildkit', [pythonPackages(site, ['torch@2.0.1'])]),
      layer('RUN pip uninstall --yes pip # buildkit', [remove(`${site}/${pip}.dist-info`)]),
    ],
    entrypoint: ['jupyter', 'notebook'],
    user: '',
  });
}

function tideForecast(version: string, release: '12.5' | '12.6', packages: readonly string[]): ImageRecipe {
  return image(`tide-forecast:${version}`, {
    base: `base-debian:${release}`,
    layers: [
      debianBase(release),
      layer('RUN pip install --requirement requirements.txt # buildkit', [
        pythonPackages('usr/local/lib/python3.11/site-packages', packages),
      ]),
    ],
    entrypoint: ['gunicorn', 'tide_forecast:app'],
    user: '1000',
  });
}
