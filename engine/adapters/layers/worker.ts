import { serveLayers } from './serve-layers.ts';

serveLayers();
