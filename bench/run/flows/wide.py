import os

from metaflow import FlowSpec, Parameter, step


class WideFlow(FlowSpec):
    width = Parameter('width', default=100)

    @step
    def start(self):
        self.items = list(range(self.width))
        self.next(self.work, foreach='items')

    @step
    def work(self):
        self.result = self.input * 2
        self.next(self.collect)

    @step
    def collect(self, inputs):
        if 'BENCH_FAIL' in os.environ:
            raise Exception('as asked')
        self.total = sum(input.result for input in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.total)


if __name__ == '__main__':
    WideFlow()
