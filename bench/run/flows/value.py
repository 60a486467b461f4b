import array
import os
import random
import time

from metaflow import FlowSpec, Parameter, step


class ValueFlow(FlowSpec):
    """Makes a value in one step, holds it through a second that does not look at it, and reads it in a third."""

    kind = Parameter('kind', default='nothing')

    @step
    def start(self):
        self.value = make(self.kind)
        stamp('made')
        self.next(self.hold)

    @step
    def hold(self):
        stamp('held')
        self.next(self.read)

    @step
    def read(self):
        self.size = len(self.value) if hasattr(self.value, '__len__') else 1
        stamp('read')
        self.next(self.end)

    @step
    def end(self):
        print(self.size)


def make(kind):
    if kind == 'random':
        return os.urandom(500_000_000)
    if kind == 'zeros':
        return bytes(500_000_000)
    if kind == 'floats':
        return array.array('d', (random.random() for _ in range(12_500_000)))
    if kind == 'objects':
        return [{'id': id, 'name': f'n{id}', 'score': id / 7} for id in range(1_000_000)]
    return 1


def stamp(name):
    if 'BENCH_STAMPS' in os.environ:
        with open(os.environ['BENCH_STAMPS'], 'a') as file:
            file.write(f'{name} {time.time()}\n')


if __name__ == '__main__':
    ValueFlow()
