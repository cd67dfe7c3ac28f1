# For latexmk: a warning that a reader could see is an error, and the number of the last page, which nothing in the
# book asks for, is no reason for another run.
$warnings_as_errors = 1;
$hash_calc_ignore_pattern{'aux'} = '^\\\\gdef \\\\@abspage@last';
