import type { TaskStatus } from '../services/tasks.ts';

interface SeedTask {
  title: string;
  status: TaskStatus;
  notes?: string;
  /** Due so many days from today; negative is overdue. */
  dueInDays?: number;
}

export interface SeedProject {
  name: string;
  description: string;
  tasks: SeedTask[];
}

const todo = (title: string, more: Partial<SeedTask> = {}): SeedTask => ({ title, status: 'todo', ...more });
const doing = (title: string, more: Partial<SeedTask> = {}): SeedTask => ({
  title,
  status: 'doing',
  ...more,
});
const done = (title: string, more: Partial<SeedTask> = {}): SeedTask => ({ title, status: 'done', ...more });

/** What a tenant works on that none of the named seeds fits. */
export const anyTenant: SeedProject[] = [
  {
    name: 'Getting started',
    description: 'A first board. Change it, or delete it and begin your own.',
    tasks: [
      done('Sign in'),
      doing('Look at “My token” and see where each claim comes from'),
      todo('Invite a colleague'),
      todo('Add a project of your own', { dueInDays: 7 }),
    ],
  },
];

/** Projects and tasks by tenant slug. */
export const seedProjects: Record<string, SeedProject[]> = {
  acme: [
    {
      name: 'Warehouse robots, line 4',
      description: 'Bring the four new picking robots into operation before the holiday peak.',
      tasks: [
        done('Sign the maintenance contract'),
        done('Mark the safety zones on the floor'),
        doing('Calibrate the grippers for parcels under 200 g', {
          notes: 'Robot 3 drops flat envelopes. The supplier suggests suction head B; two are in stock.',
          dueInDays: 2,
        }),
        doing('Train the night shift', { dueInDays: 5 }),
        todo('Emergency stop test with the fire brigade', {
          notes: 'They need the floor plan a week before.',
          dueInDays: 9,
        }),
        todo('Connect the robots to the stock system'),
        todo('Write the handover protocol', { dueInDays: 14 }),
      ],
    },
    {
      name: 'ISO 27001 audit',
      description: 'Everything the auditors asked for, by control.',
      tasks: [
        done('Asset register complete'),
        done('Two factors for every employee'),
        doing('Review who has access to the customer portal', { dueInDays: -1 }),
        todo('Restore one backup and write down how long it took', { dueInDays: 4 }),
        todo('Supplier questionnaires', { notes: 'Four of eleven are back.' }),
      ],
    },
    {
      name: 'New canteen',
      description: '',
      tasks: [
        done('Survey: what do people want to eat?'),
        doing('Compare the three offers'),
        todo('Taste day', { dueInDays: 12 }),
      ],
    },
  ],
  globex: [
    {
      name: 'Solar roof, Rotterdam',
      description: '1,240 panels on the distribution centre; grid connection in spring.',
      tasks: [
        done('Structural report for the roof'),
        done('Grid operator confirms 900 kW'),
        doing('Permit: answer the questions of the municipality', {
          notes: 'Question 3 is about glare towards the motorway. The simulation arrives on Monday.',
          dueInDays: 3,
        }),
        todo('Order inverters', { dueInDays: 10 }),
        todo('Plan the crane days with the tenant on the ground floor'),
      ],
    },
    {
      name: 'Website relaunch',
      description: 'New pages, same addresses.',
      tasks: [
        done('Choose photographs'),
        doing('Write the page about financing'),
        doing('Redirects for the old product pages', { dueInDays: 1 }),
        todo('Ask Gita to approve the home page', { dueInDays: 6 }),
        todo('Measure loading times on a slow phone'),
      ],
    },
  ],
  initech: [
    {
      name: 'TPS reports',
      description: 'With the new cover sheet, finally.',
      tasks: [
        done('Agree on one cover sheet'),
        doing('Send the memo about the cover sheet', { dueInDays: 0 }),
        todo('Collect the reports of the third quarter', { dueInDays: 8 }),
        todo('Find the red stapler'),
      ],
    },
    {
      name: 'Payroll migration',
      description: 'From the old mainframe to the hosted service.',
      tasks: [
        done('Export of the last two years'),
        doing('Compare rounding of cents', { notes: 'Differences of one cent in 14 of 380 slips.' }),
        todo('Parallel run in December', { dueInDays: 20 }),
      ],
    },
  ],
  hooli: [
    {
      name: 'Launch week',
      description: 'What must be true before we open the doors.',
      tasks: [
        done('Pick a date'),
        done('Book the venue'),
        doing('Load test at three times the expected visitors', { dueInDays: 2 }),
        doing('Price page in four languages'),
        todo('Rehearse the demo without network', { notes: 'Last year it failed exactly there.' }),
        todo('Support rota for the weekend', { dueInDays: 5 }),
      ],
    },
  ],
};
