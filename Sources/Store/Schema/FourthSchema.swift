/// Version 4: what each owner's finished jobs take, without reading them.
extension Schema {
    static let fourth = """
        CREATE INDEX finished_jobs_of_owner ON jobs (owner_user, finished, id, bytes)
            WHERE finished IS NOT NULL;
        """
}
