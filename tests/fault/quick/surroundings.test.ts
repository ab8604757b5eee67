// What `make test` can afford of the faults from around a run.
import { faultTests } from '../tried.ts';
import { faultsNamed } from '../rows/index.ts';

faultTests(
  faultsNamed('the dump is replaced by a link while it is read', 'the evidence folder is full'),
);
