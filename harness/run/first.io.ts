// Guards the process before anything else of it is loaded: what a fault on the way says is guarded too.
import { guardProcess } from '../output/index.ts';

guardProcess();
