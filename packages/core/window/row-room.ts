/** Room for the rows that components have in the seconds of all hubs together. */
export class RowRoom {
  taken = 0;

  constructor(readonly most: number) {}

  get full(): boolean {
    return this.taken > this.most;
  }
}
