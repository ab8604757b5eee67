// Guards the process before anything else of it is loaded: what a fault on the way says is guarded too.
import { guardProcess } from '../output/index.ts';

// Libraries print to standard error by themselves where this is set; read once, when they are loaded.
delete process.env['DEBUG'];
guardProcess();
