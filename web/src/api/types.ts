/* api/types.ts: the names that the server's enums take, and the few shapes that no record has. */
export type RoleName =
  | 'sysadmin' | 'secadmin' | 'auditor' | 'office' | 'school_admin' | 'class_manager' | 'teacher' | 'site_leader'
  | 'liaison' | 'learner'
