import { FlowSpec, secrets, step } from 'flowc';

@secrets(['warehouse'])
export class SecretsFlow extends FlowSpec {
  whole!: readonly (string | undefined)[];
  single!: readonly (string | undefined)[];

  @step
  start() {
    this.whole = [process.env['USER_NAME'], process.env['PASSWORD'], process.env['PGPASSWORD']];
    this.next(this.end);
  }

  @secrets(['mail.smtp', 'warehouse/PASSWORD', 'PGPASSWORD=warehouse/PASSWORD'])
  @step
  end() {
    const { HOST, PASSWORD, PGPASSWORD, USER_NAME } = process.env;
    this.single = [HOST, PASSWORD, PGPASSWORD, USER_NAME];
  }
}
