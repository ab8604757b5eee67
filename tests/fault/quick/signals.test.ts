// The most dangerous moments for a signal: what `make test` can afford of the suite of faults.
import { faultTests } from '../tried.ts';
import { faultsNamed } from '../rows/index.ts';

faultTests(
  faultsNamed(
    'SIGINT while the dump is restored',
    'SIGTERM while the packet is about to get its name',
    'SIGKILL while the packet is about to get its name',
  ),
);
