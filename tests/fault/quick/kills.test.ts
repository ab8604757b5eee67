// The most dangerous moments of each kind: what `make test` can afford of the suite of faults.
import { faultTests } from '../tried.ts';
import { faultsNamed } from '../rows/index.ts';

faultTests(
  faultsNamed(
    'SIGINT while the dump is restored',
    'SIGKILL while the packet is about to get its name',
    'Postgres of the sandbox killed while the dump is restored',
    "container of a clone killed in the middle of a scenario's statement",
  ),
);
