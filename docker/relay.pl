# The relay: carries sessions between its standard input and output and the Postgres socket inside a
# container, where that socket cannot be reached from outside. Handed to perl by the harness
# (harness/sandbox/relay.io.ts), one for each container; many sessions share it.
#
# Both ways go frames: kind (1 byte), channel (4), length (4, at most FRAME), payload.
#   from outside  O open   D data   E no more data   C gone          W so many bytes were taken
#   to outside    A open   D data   E no more data   C gone (why)    W so many bytes were taken
# Neither side sends more than WINDOW bytes of a channel that the other has not taken, so that one
# slow reader holds up nobody else, and nothing piles up on either side.
use strict;
use warnings;
use Errno qw(EAGAIN EINTR EINPROGRESS);
use Fcntl qw(F_GETFL F_SETFL O_NONBLOCK);
use Socket;

use constant { SOCKET => '/rehearsal/socket/.s.PGSQL.5432', HEAD => 9 };
use constant { FRAME => 64 * 1024, WINDOW => 1024 * 1024, SAID => 256 * 1024 };

my %channel;    # number => { fh, to => '', may, taken, ended, silent }
my ($heard, $say) = ('', '');
$SIG{PIPE} = 'IGNORE';
prompt_only($_) for *STDIN, *STDOUT;
say_frame('A', 0, '');    # here, and listening

while (1) {
  my ($readable, $writable) = ('', '');
  vec($readable, fileno(STDIN), 1) = 1;
  vec($writable, fileno(STDOUT), 1) = 1 if length $say;
  for my $one (values %channel) {
    # Nothing is read that could not be handed on.
    vec($readable, fileno($one->{fh}), 1) = 1
      if !$one->{silent} && $one->{may} > 0 && length($say) < SAID;
    vec($writable, fileno($one->{fh}), 1) = 1 if length $one->{to};
  }
  if (select($readable, $writable, undef, undef) < 0) {
    next if $! == EINTR;
    exit 1;
  }
  if (vec($writable, fileno(STDOUT), 1)) {
    my $done = syswrite(STDOUT, $say);
    if (defined $done) { substr($say, 0, $done, '') }
    elsif ($! != EAGAIN && $! != EINTR) { exit 0 }
  }
  for my $number (keys %channel) {
    my $one = $channel{$number} or next;
    if (vec($writable, fileno($one->{fh}), 1)) { hand_in($number, $one) or next }
    if (vec($readable, fileno($one->{fh}), 1)) { take_out($number, $one) }
  }
  hear() if vec($readable, fileno(STDIN), 1);
}

# What came from outside; its end is the end of everything here.
sub hear {
  my $got = sysread(STDIN, $heard, FRAME, length $heard);
  if (!defined $got) { return if $! == EAGAIN || $! == EINTR; exit 1 }
  exit 0 if $got == 0;
  while (length $heard >= HEAD) {
    my ($kind, $number, $length) = unpack('a N N', $heard);
    exit 1 if $length > FRAME;
    last if length $heard < HEAD + $length;
    my $payload = substr($heard, HEAD, $length);
    substr($heard, 0, HEAD + $length, '');
    if ($kind eq 'O') { open_one($number); next }
    my $one = $channel{$number} or next;    # one that has ended meanwhile
    if ($kind eq 'D') { $one->{to} .= $payload }
    elsif ($kind eq 'W') { $one->{may} += unpack('N', $payload) }
    elsif ($kind eq 'E') { $one->{ended} = 1; end_input($number, $one) if !length $one->{to} }
    elsif ($kind eq 'C') { forget($number) }
    else { exit 1 }
  }
}

sub open_one {
  my ($number) = @_;
  exit 1 if $channel{$number};
  my $fh;
  if (!socket($fh, PF_UNIX, SOCK_STREAM, 0) || !prompt_only($fh) || !connect($fh, pack_sockaddr_un(SOCKET))) {
    say_frame('C', $number, "$!");
    return;
  }
  $channel{$number} = { fh => $fh, to => '', may => WINDOW, taken => 0, ended => 0, silent => 0 };
  say_frame('A', $number, '');
}

# Writes to the server what has come for it; 0 where the session is gone.
sub hand_in {
  my ($number, $one) = @_;
  my $done = syswrite($one->{fh}, $one->{to}, 4 * FRAME);
  if (!defined $done) {
    return 1 if $! == EAGAIN || $! == EINTR;
    say_frame('C', $number, "$!");
    return forget($number);
  }
  substr($one->{to}, 0, $done, '');
  $one->{taken} += $done;
  if ($one->{taken} >= WINDOW / 4) {
    say_frame('W', $number, pack('N', $one->{taken}));
    $one->{taken} = 0;
  }
  return 1 if length $one->{to} || !$one->{ended};
  return end_input($number, $one);
}

sub end_input {
  my ($number, $one) = @_;
  return forget($number) if $one->{silent};
  shutdown($one->{fh}, 1);
  return 1;
}

sub take_out {
  my ($number, $one) = @_;
  my $room = $one->{may} < FRAME ? $one->{may} : FRAME;
  my $got = sysread($one->{fh}, my $bytes, $room);
  if (!defined $got) {
    return if $! == EAGAIN || $! == EINTR;
    say_frame('C', $number, "$!");
    forget($number);
  } elsif ($got == 0) {
    $one->{silent} = 1;
    say_frame('E', $number, '');
    forget($number) if $one->{ended} && !length $one->{to};
  } else {
    $one->{may} -= $got;
    say_frame('D', $number, $bytes);
  }
}

sub forget {
  my ($number) = @_;
  my $one = delete $channel{$number};
  close $one->{fh} if $one;
  return 0;
}

sub say_frame {
  my ($kind, $number, $payload) = @_;
  $say .= pack('a N N', $kind, $number, length $payload) . $payload;
}

# Never waits: whoever waits on one session would hold up all.
sub prompt_only {
  my ($fh) = @_;
  my $flags = fcntl($fh, F_GETFL, 0);
  return defined $flags && fcntl($fh, F_SETFL, $flags | O_NONBLOCK);
}
